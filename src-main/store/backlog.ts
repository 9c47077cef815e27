import type { Backlog } from '#main/ports/backlog.ts';

/** Counts calls from their hand-over to the store until they are on disk, or will not be. */
export interface KeptBacklog extends Backlog {
  follow(bytes: number, kept: Promise<unknown>): void;
}

/** `waitingBytes`: of the calls that wait on disk. `tick`: the monotonic clock in milliseconds. */
export function createBacklog(waitingBytes: () => number, tick: () => number): KeptBacklog {
  /** When each was handed over; the store answers in that order. */
  const since: number[] = [];
  let answered = 0;
  let enteringBytes = 0;
  return {
    bytes: () => waitingBytes() + enteringBytes,
    commitWaitMs: () => (answered === since.length ? 0 : tick() - since[answered]!),
    follow(bytes, kept) {
      since.push(tick());
      enteringBytes += bytes;
      const end = () => {
        answered += 1;
        enteringBytes -= bytes;
        // In one go now and then, since each cut moves the whole list.
        if (answered > 1_024 || answered === since.length) {
          since.splice(0, answered);
          answered = 0;
        }
      };
      kept.then(end, end);
    },
  };
}
