import type { Log } from '#main/host.ts';
import type { Asker } from '#main/desktop/asker.ts';
import type { Engine } from '#main/desktop/engine.ts';
import { quitInOrder } from '#main/desktop/quit.ts';
import { afterEach, expect, test, vi } from 'vitest';

vi.mock('electron', () => ({ app: { on: () => undefined, exit: () => undefined } }));

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const before = signals.map((signal) => process.listeners(signal));
afterEach(() => {
  for (const [at, signal] of signals.entries())
    for (const listener of process.listeners(signal))
      if (!before[at]!.includes(listener)) process.off(signal, listener);
});

/** With an engine that never ends. */
function begin() {
  const never = Promise.withResolvers<void>();
  const close = vi.fn<Engine['close']>(() => never.promise);
  const quit = quitInOrder({
    engine: { kind: 'attached', close } as unknown as Engine,
    log: { info: () => undefined } as unknown as Log,
    asker: { fallSilent: () => undefined } as unknown as Asker,
    window: {
      close: () => Promise.resolve(true),
      destroy: () => undefined,
      show: () => never.promise as never,
    },
    look: () => never.promise as never,
    after: () => undefined,
    failed: () => undefined,
    failedAlone: () => undefined,
  });
  return { quit, close };
}

test('what ends for another start says so until somebody wants it to end for good', async () => {
  const { quit } = begin();
  expect(quit.endsFor()).toBe(null);
  quit.toRestart(() => undefined);
  await expect.poll(quit.endsFor).toBe('another start');
  quit.atOnce();
  expect(quit.endsFor()).toBe('good');
});

test('running calls have the time that is given, and the usual one where somebody sends a signal', () => {
  const { quit, close } = begin();
  quit.atOnce(3_000);
  // As Node.js calls whoever listens.
  process.listeners('SIGTERM')[0]?.('SIGTERM');
  expect(close.mock.calls).toEqual([[3_000], [undefined]]);
});
