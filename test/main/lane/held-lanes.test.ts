// Lanes that a person, or a failure, has stopped.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { idOfIntegration, World } from './world.ts';

afterEach(() => void vi.useRealTimers());

it('a lane that its failed head stopped waits for a person, and for no clock', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const folder = mkdtempSync(join(tmpdir(), 'hookline-held-'));
  const world = new World(folder, { orderedDelivery: { onFailure: 'hold' } });
  const settle = async () => {
    for (let round = 0; round < 8; round++) {
      world.commit(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  try {
    world.accept('a', 'answered');
    await settle();
    world.finish(0, 'failed');
    await settle();
    expect(world.lanes.holdOf(idOfIntegration, 'abcde/Modelled')?.callId).toBe(world.accepted[0]);
    world.pass(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    world.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
