/** The memory for bodies that are on their way, over all listeners. */
export interface BodyBudget {
  /** Takes room for so many bytes; false, and nothing is taken, where there is not enough. */
  take(bytes: number): boolean;
  give(bytes: number): void;
  readonly takenBytes: number;
}

export function createBodyBudget(maxBytes: () => number): BodyBudget {
  let takenBytes = 0;
  return {
    take(bytes) {
      if (takenBytes + bytes > maxBytes()) return false;
      takenBytes += bytes;
      return true;
    },
    give(bytes) {
      takenBytes -= bytes;
    },
    get takenBytes() {
      return takenBytes;
    },
  };
}
