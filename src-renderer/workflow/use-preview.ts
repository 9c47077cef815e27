import { useEffect, useState } from 'react';
import type { Sample } from '#shared/model/dry-run.ts';
import type { Preview } from '#shared/model/preview.ts';
import { client } from '#renderer/app/client.ts';
import type { DraftForm } from '#renderer/app/draft.ts';
import { unfinishedDraft } from './unfinished-draft.ts';

type Results = Readonly<Record<string, never>>;

/** The longest that somebody who types waits before what was typed is looked at. */
const restMs = 300;

interface Looked {
  readonly form: DraftForm;
  readonly sample: Sample | null;
  readonly results: Readonly<Record<string, unknown>>;
  /** Nothing is asked for while nobody sees it. */
  readonly isShown: boolean;
}

/** What the draft gives for the sample, looked at anew soon after each change; one request at a time. */
export function usePreview({ form, sample, results, isShown }: Looked): Preview | null {
  const [preview, setPreview] = useState<Preview | null>(null);
  const given = JSON.stringify({ sample, results });
  useEffect(() => {
    if (!isShown) return undefined;
    const asked = JSON.parse(given) as { sample: Sample | null; results: Results };
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isAsking = false;
    let isOutdated = false;
    let isOver = false;
    const ask = async () => {
      if (isAsking) {
        isOutdated = true;
        return;
      }
      isAsking = true;
      isOutdated = false;
      const found = await client.drafts
        .preview({ draft: unfinishedDraft(form.getValues()), ...asked })
        // Without it one goes on as one did before; a lost connection is told elsewhere.
        .catch(() => null);
      isAsking = false;
      if (isOver) return;
      setPreview(found);
      if (isOutdated) void ask();
    };
    const stop = form.subscribe({
      formState: { values: true },
      callback: () => {
        clearTimeout(timer);
        timer = setTimeout(() => void ask(), restMs);
      },
    });
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
      stop();
    };
  }, [form, given, isShown]);
  return preview;
}
