// Memory that a worker shares with the pool: which execution holds its thread, since when, and until when it may.
// A thread that spins can send no message, but what it wrote here before can still be read.

/** Milliseconds on the one monotonic clock that all threads of a process share. */
export const nowMs = (): number => {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
};

export interface Pulse {
  readonly memory: SharedArrayBuffer;
  /** The execution that holds the thread; 0 is none. */
  holder(): { readonly id: number; readonly untilMs: number };
  heldMs(atMs: number): number;
  hold(id: number, untilMs: number): void;
  release(): void;
}

export function createPulse(memory = new SharedArrayBuffer(24)): Pulse {
  const cells = new Float64Array(memory);
  const [holderAt, untilAt, sinceAt] = [0, 1, 2] as const;
  const read = (at: number): number => cells[at] ?? 0;
  return {
    memory,
    holder: () => ({ id: read(holderAt), untilMs: read(untilAt) }),
    heldMs: (atMs) => (read(holderAt) === 0 ? 0 : atMs - read(sinceAt)),
    hold(id, untilMs) {
      cells[untilAt] = untilMs;
      if (cells[holderAt] !== id) cells[sinceAt] = nowMs();
      cells[holderAt] = id;
    },
    release() {
      cells[holderAt] = 0;
    },
  };
}
