/** How fast a lane moves: what ended within the last minute, and how long a run takes of late. */
export interface Pace {
  ended(runMs: number): void;
  lastMinute(): number;
  /** How many ended each second since the first of the last minute; null where none did. */
  perSecond(): number | null;
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

  function lastMinute(): number {
    turnTo(Math.floor(tick() / 1_000));
    return perSecond.reduce((sum, one) => sum + one, 0);
  }

  return {
    ended(runMs) {
      turnTo(Math.floor(tick() / 1_000));
      perSecond[second % 60]!++;
      mean = mean === null ? runMs : mean + (runMs - mean) * newest;
    },
    lastMinute,
    perSecond() {
      const ended = lastMinute();
      if (ended === 0) return null;
      let ago = 59;
      while (perSecond[(second + 60 - ago) % 60] === 0) ago--;
      return ended / (ago + 1);
    },
    meanRunMs: () => mean,
  };
}

/** What tells how fast a lane empties. */
export interface Speed {
  readonly waiting: number;
  readonly perSecond: number | null;
  readonly meanRunMs: number | null;
  /** How many run side by side. */
  readonly width: number;
}

/**
 * When those who wait now will be through: by how many ended of late, else by how long a run takes. From one
 * second to an hour, whatever the numbers say.
 */
export function secondsUntilEmpty({ waiting, perSecond, meanRunMs, width }: Speed): number {
  const seconds =
    perSecond !== null && perSecond > 0
      ? waiting / perSecond
      : (waiting * (meanRunMs ?? 1_000)) / (1_000 * Math.max(1, width));
  return Math.min(3_600, Math.max(1, Math.ceil(seconds)));
}
