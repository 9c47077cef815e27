import { useState } from 'react';
import type { DraftForm } from './draft.ts';
import { useIsChanged } from './use-is-changed.ts';

/** What came of the last save, for as long as the draft is what it was said of. */
export function useSaid(form: DraftForm, first: string): readonly [string, (words: string) => void] {
  const about = () => structuredClone(form.getValues());
  const [said, setSaid] = useState(() => ({ words: first, about: about() }));
  const isOver = useIsChanged(form, said.about);
  return [isOver ? '' : said.words, (words) => setSaid({ words, about: about() })];
}
