export type InTurn = <T>(act: () => Promise<T>) => Promise<T>;

/** One after the other: each begins when the one before it has ended, however that ended. */
export function createTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const done = last.then(act);
    last = done.catch(() => undefined);
    return done;
  };
}
