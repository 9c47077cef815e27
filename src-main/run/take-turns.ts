import type { Surroundings } from './begin-step.ts';

interface Hold {
  readonly untilMs: number;
  readonly limitMs: number | undefined;
}

/**
 * Several that run side by side within one execution hold the thread by turns, as one: when one of them lets go of it,
 * another may be in the middle of its work, and it is that one's limit that counts from then on.
 */
export function createTurns(around: Surroundings): () => Surroundings {
  /** In the order in which they were taken. */
  const holds = new Map<object, Hold>();
  return () => {
    const turn = {};
    return {
      ...around,
      hold(untilMs, limitMs) {
        holds.delete(turn);
        holds.set(turn, { untilMs, limitMs });
        around.hold(untilMs, limitMs);
      },
      release() {
        if (!holds.delete(turn)) return;
        const last = [...holds.values()].at(-1);
        if (last === undefined) around.release();
        else around.hold(last.untilMs, last.limitMs);
      },
    };
  };
}
