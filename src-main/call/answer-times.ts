import type { CallStore } from '#main/ports/store.ts';

/** Keeps when callers had their answers, or hung up just before. */
export interface AnswerTimes {
  note(sequence: number, at: { readonly answeredMs: number } | { readonly callerGoneMs: number }): void;
}

/** An answer's own moment is known only after its call's commit, so it follows in a later one; those of a turn together. */
export function createAnswerTimes(deps: {
  readonly calls: Pick<CallStore, 'note'>;
  report(what: string, error: unknown): void;
}): AnswerTimes {
  let gathered: Parameters<CallStore['note']>[0][number][] = [];

  function send(): void {
    const moves = gathered;
    gathered = [];
    deps.calls.note(moves).catch((error: unknown) => deps.report('a time cannot be noted', error));
  }

  return {
    note(sequence, at) {
      if (gathered.push({ sequence, ...neither, ...at }) === 1) setImmediate(send);
    },
  };
}

const neither = { answeredMs: null, callerGoneMs: null };
