import type { Log } from '#main/host.ts';
import { watchPower } from '#main/desktop/power.ts';
import { expect, test, vi } from 'vitest';

const { powerMonitor } = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events');
  return { powerMonitor: new EventEmitter() };
});
vi.mock('electron', () => ({ powerMonitor }));

test('a Linux that goes down waits less than calls usually have, macOS does not', () => {
  const given: (number | undefined)[] = [];
  for (const platform of ['linux', 'darwin'] as const) {
    powerMonitor.removeAllListeners();
    watchPower(
      {
        log: { info: () => undefined } as unknown as Log,
        woke: () => undefined,
        goesDown: (withinMs) => given.push(withinMs),
      },
      platform,
    );
    powerMonitor.emit('shutdown', { preventDefault: () => undefined });
  }
  expect(given).toEqual([3_000, undefined]);
});
