/** How fast a lane moves: what ended within the last minute, and how long a run takes of late. */
export interface Pace {
  ended(runMs: number): void;
  lastMinute(): number;
  /** Null before the first run ended. */
  meanRunMs(): number | null;
}

/** The weight of the newest run in the mean. */
const newest = 0.1;

export function createPace(tick: () => number): Pace {
  const perSecond = new Uint32Array(60);
  let second = Math.floor(tick() / 1_000);
  let mean: number | null = null;

  function turnTo(now: number): void {
    for (const until = Math.min(now, second + 60); second < until;) perSecond[++second % 60] = 0;
    second = now;
  }

  return {
    ended(runMs) {
      turnTo(Math.floor(tick() / 1_000));
      perSecond[second % 60]!++;
      mean = mean === null ? runMs : mean + (runMs - mean) * newest;
    },
    lastMinute() {
      turnTo(Math.floor(tick() / 1_000));
      return perSecond.reduce((sum, one) => sum + one, 0);
    },
    meanRunMs: () => mean,
  };
}
