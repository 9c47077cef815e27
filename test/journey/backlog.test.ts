// Ten thousand calls that wait when the service ends.
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startLife } from '#test/crash/ledger/life.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime } from '#test/support/runtime.ts';
import { newCall, openStore } from '#test/support/store.ts';

const waiting = 10_000;

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

type Workflow = NonNullable<ReturnType<typeof draft>['workflow']>;

/** A waiting backlog of an ordered lane. */
async function pileUp(workflow: Workflow, bodyBytes: number): Promise<void> {
  const at = await startRuntime(folder);
  const { integration } = await create(at, draft('Orders', { orderedDelivery: true }, { workflow }));
  await at.stop();
  const store = await openStore(folder);
  const lane = `${integration.code}/${integration.name}`;
  const body = { kind: 'bytes' as const, bytes: new Uint8Array(bodyBytes) };
  const { request, ...call } = newCall({
    integrationId: integration.id,
    lane,
    // Else they would be old enough to go when they have ended.
    receivedAtMs: Date.now(),
  });
  for (let sent = 0; sent < waiting; sent += 500) {
    const some = Array.from({ length: 500 }, () =>
      store.calls.accept({ ...call, id: crypto.randomUUID(), request: { ...request, body } }),
    );
    await Promise.all(some);
  }
  await store.close();
}

/** Pairs of one call and the next that are out of order, or of which the later began before the earlier had ended. */
function outOfTurn(): number {
  const db = new Database(join(folder, 'queue.db'), { readonly: true });
  const ends = db.prepare('SELECT started_at, finished_at FROM attempts ORDER BY sequence').raw().all() as [
    number,
    number,
  ][];
  db.close();
  expect(ends).toHaveLength(waiting);
  return ends.slice(1).filter(([startedAt], at) => startedAt < ends[at]![1]).length;
}

it('F57: all run in the next life, in order and one at a time', { timeout: 600_000 }, async () => {
  await pileUp([], 5);
  const life = await startLife(folder);
  while ((await life.openCalls()) > 0) await sleep(100);
  expect(await life.end('SIGTERM')).toBe(0);
  expect(outOfTurn()).toBe(0);
});

it('F57: take no memory while they wait, however large they are', async () => {
  const bodyBytes = 16 * 1024;
  await pileUp([{ name: 'hold', kind: 'delay', seconds: 300 }], bodyBytes);
  const residentIn = async (data: string) => {
    const life = await startLife(data);
    const mebibytes = await life.residentMebibytes();
    await life.end('SIGKILL');
    return mebibytes;
  };
  const without = await newFolder();
  const more = (await residentIn(folder)) - (await residentIn(without));
  await dropFolder(without);
  // Half of their bodies.
  expect(more).toBeLessThan((waiting * bodyBytes) / 2 ** 20 / 2);
});
