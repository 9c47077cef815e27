import type { NotificationBatch } from '#shared/contract/notifications.ts';

/** So much may gather for one who does not take it; then the oldest go. */
const mostGathered = 200;

export interface Watchers {
  readonly count: number;
  tell(batch: NotificationBatch): void;
  /** Begins with `first`; ends with the signal. */
  watch(
    first: NotificationBatch,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<NotificationBatch, void, void>;
  close(): void;
}

interface Gathered {
  batches: NotificationBatch[];
  wake: () => void;
}

/** Those who follow notifications; a slow one holds up nobody. */
export function createWatchers(): Watchers {
  const gathering = new Map<symbol, Gathered>();
  let isClosed = false;
  const isOver = (signal: AbortSignal | undefined): boolean => isClosed || signal?.aborted === true;

  return {
    get count() {
      return gathering.size;
    },
    tell(batch) {
      for (const one of gathering.values()) {
        one.batches = [...one.batches, batch].slice(-mostGathered);
        one.wake();
      }
    },
    async *watch(first, signal) {
      const key = Symbol('watcher');
      const own: Gathered = { batches: [first], wake: () => undefined };
      gathering.set(key, own);
      const wake = () => own.wake();
      signal?.addEventListener('abort', wake);
      try {
        while (!isOver(signal)) {
          const { batches } = own;
          own.batches = [];
          yield* batches;
          if (own.batches.length === 0 && !isOver(signal))
            await new Promise<void>((resolve) => (own.wake = resolve));
        }
      } finally {
        signal?.removeEventListener('abort', wake);
        gathering.delete(key);
      }
    },
    close() {
      isClosed = true;
      for (const { wake } of gathering.values()) wake();
    },
  };
}
