import { useState } from 'react';
import type { DraftForm } from './draft.ts';
import { useIsChanged } from './use-is-changed.ts';

/** What came of the last save, and whether nothing did. */
export interface Said {
  readonly words: string;
  readonly isFault: boolean;
}

/** What came of the last save, for as long as the draft is what it was said of. */
export function useSaid(
  form: DraftForm,
): readonly [said: Said, say: (words: string, isFault?: boolean) => void] {
  const about = () => structuredClone(form.getValues());
  const [said, setSaid] = useState(() => ({ words: '', isFault: false, about: about() }));
  const isOver = useIsChanged(form, said.about);
  return [isOver ? nothing : said, (words, isFault = false) => setSaid({ words, isFault, about: about() })];
}

const nothing: Said = { words: '', isFault: false };
