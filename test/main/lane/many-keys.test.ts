// More keys than calls that may run at once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { World } from './world.ts';

it('after a restart no more lanes are read at once than calls may run, and every call runs in its turn', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hookline-keys-'));
  const world = new World(folder, { orderedDelivery: { by: 'query.key' }, concurrency: 2 });
  /** The most lookups that waited at one time. */
  let most = 0;
  const goOn = async (finishes: boolean) => {
    for (let round = 0; round < 400; round++) {
      await new Promise((resolve) => setImmediate(resolve));
      most = Math.max(most, world.reads());
      world.commit(100);
      world.read();
      if (finishes) world.finish(round, 'ok');
    }
  };
  try {
    for (let at = 0; at < 60; at++) world.accept(`${at % 30}`, 'answered');
    await goOn(false);
    expect(world.rows().filter(({ laneKey }) => laneKey.startsWith('#'))).toHaveLength(60);

    world.die();
    most = 0;
    await goOn(true);
    expect(most).toBe(2);
    const rows = world.rows();
    expect(rows.filter(({ state }) => state !== 'succeeded')).toEqual([]);
    for (const [at, { id }] of rows.slice(30).entries()) {
      const first = world.seen.findLastIndex(({ callId }) => callId === rows[at]!.id);
      expect(world.seen.findIndex(({ callId }) => callId === id)).toBeGreaterThan(first);
    }
  } finally {
    world.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
