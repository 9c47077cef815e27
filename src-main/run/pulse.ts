// Memory that a worker shares with the pool: which execution holds its thread, since when, until when it may, in
// which step; which ones have begun; and a count that grows as long as the thread comes on, whoever holds it.
// A thread that spins can send no message, but what it wrote here before can still be read.

/** Milliseconds on the one monotonic clock that all threads of a process share. */
export const nowMs = (): number => {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
};

/** The execution that holds a thread; `step` counts from 0, -1 is the data processing. */
export interface Holder {
  readonly id: number;
  readonly sinceMs: number;
  readonly untilMs: number;
  /** How long that was when it was set. */
  readonly limitMs: number;
  readonly step: number;
}

export interface Pulse {
  readonly memory: SharedArrayBuffer;
  /** Its id is 0 where none holds the thread. */
  holder(): Holder;
  heldMs(atMs: number): number;
  /** How often the thread has shown that it comes on; 0 before it has started. */
  beats(): number;
  beat(): void;
  /** The execution that began last; 0 before any did. They begin in the order of their numbers. */
  begun(): number;
  begin(id: number): void;
  hold(id: number, step: number, untilMs: number, limitMs: number): void;
  /** Does nothing where another execution took the thread meanwhile. */
  release(id: number): void;
}

export function createPulse(memory = new SharedArrayBuffer(56)): Pulse {
  const cells = new Float64Array(memory);
  const [holderAt, untilAt, sinceAt, stepAt, beatsAt, limitAt, begunAt] = [0, 1, 2, 3, 4, 5, 6] as const;
  const read = (at: number): number => cells[at] ?? 0;
  const beat = (): void => {
    cells[beatsAt] = read(beatsAt) + 1;
  };
  return {
    memory,
    holder: () => ({
      id: read(holderAt),
      sinceMs: read(sinceAt),
      untilMs: read(untilAt),
      limitMs: read(limitAt),
      step: read(stepAt),
    }),
    heldMs: (atMs) => (read(holderAt) === 0 ? 0 : atMs - read(sinceAt)),
    beats: () => read(beatsAt),
    beat,
    begun: () => read(begunAt),
    begin(id) {
      cells[begunAt] = id;
    },
    hold(id, step, untilMs, limitMs) {
      beat();
      cells[limitAt] = limitMs;
      cells[stepAt] = step;
      cells[untilAt] = untilMs;
      if (cells[holderAt] !== id) cells[sinceAt] = nowMs();
      cells[holderAt] = id;
    },
    release(id) {
      if (cells[holderAt] === id) cells[holderAt] = 0;
    },
  };
}
