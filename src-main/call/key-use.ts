import type { KeyUseStore, UsedKey } from '#main/ports/key-use.ts';

const everyMs = 1_000;

/** Who called with which secret. */
export interface KeyUse {
  note(keyId: string | null, address: string, atMs: number): void;
  /** Hands over what is not on disk yet. */
  close(): Promise<void>;
}

/**
 * Counts in memory, and puts that on disk once a second, beside whatever goes there anyhow. What a crash takes is the
 * count of the last second, never a call.
 */
export function createKeyUse(deps: {
  readonly store: Pick<KeyUseStore, 'note'>;
  report(what: string, error: unknown): void;
}): KeyUse {
  let used = new Map<string, { -readonly [K in keyof UsedKey]: UsedKey[K] }>();
  let timer: NodeJS.Timeout | null = null;

  async function send(): Promise<void> {
    timer = null;
    const noted = [...used.values()];
    used = new Map();
    try {
      await deps.store.note(noted);
    } catch (error) {
      deps.report('the use of keys cannot be noted', error);
    }
  }

  return {
    note(keyId, address, atMs) {
      if (keyId === null) return;
      const known = used.get(keyId);
      if (known === undefined) used.set(keyId, { keyId, calls: 1, lastAtMs: atMs, address });
      else {
        known.calls++;
        known.lastAtMs = atMs;
        known.address = address;
      }
      timer ??= setTimeout(() => void send(), everyMs).unref();
    },
    async close() {
      if (timer === null) return;
      clearTimeout(timer);
      await send();
    },
  };
}
