import type { Db } from './open.ts';

/** How many times faster than the monotonic clock it may catch up with the wall clock: an hour in a minute. */
const maxHaste = 60;
/** How far the clock may be ahead of its last moment on disk. */
const keptEveryMs = 1_000;

/**
 * Wall time that what expires can rely on. It never goes back, and where the wall clock leaps ahead it follows so
 * slowly that nothing expires at once; a time that the service was down for looks the same as a leap.
 * `last`: its last moment in an earlier life, 0 where there was none. `tick`: the monotonic clock.
 */
export function createSteadyClock(last: number, now: () => number, tick: () => number): () => number {
  let ms = last === 0 ? now() : last;
  let ticked = tick();
  return () => {
    const elapsed = tick() - ticked;
    ticked += elapsed;
    ms = Math.max(ms, Math.min(now(), ms + elapsed * maxHaste));
    return Math.floor(ms);
  };
}

/** The steady clock of a database, which keeps its last moment for the next life. Asked within a transaction. */
export function steadyClockOf(db: Db): () => number {
  const read = db.prepare('SELECT last FROM steady_clock').pluck();
  const keep = db.prepare('UPDATE steady_clock SET last = ?');
  const clock = createSteadyClock(
    read.get() as number,
    () => Date.now(),
    () => performance.now(),
  );
  return () => {
    const ms = clock();
    if (ms - (read.get() as number) > keptEveryMs) keep.run(ms);
    return ms;
  };
}
