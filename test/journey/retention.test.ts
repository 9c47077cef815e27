// What is left of calls that retention has let go, for callers and for those who look.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RetentionBounds } from '#main/ports/retention.ts';
import type { Store } from '#main/ports/store.ts';
import { createRetention } from '#main/upkeep/retention.ts';
import { openForWriting } from '#main/store/open.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, ended, startRuntime } from '#test/support/runtime.ts';
import { openStore } from '#test/support/store.ts';
import { storeCalls } from '#test/support/stored-calls.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

const keep = (calls: number): RetentionBounds => ({
  installation: { days: null, calls, bytes: null },
  triggers: [],
});

async function retain(store: Store, bounds: RetentionBounds): Promise<void> {
  const errors: unknown[] = [];
  const retention = createRetention({
    store,
    bounds: () => bounds,
    isDiskLow: () => false,
    report: (_what, error) => errors.push(error),
    tick: () => performance.now(),
  });
  await retention.runNow();
  await retention.close();
  expect(errors).toEqual([]);
}

describe('a call that retention has let go', () => {
  it('is 404 at its status address and in no list, its file is gone, and its number is not given again', async () => {
    const first = await startRuntime(folder);
    const { address } = await create(first, draft('Orders'));
    const accepted = [];
    for (const body of ['x'.repeat(300_000), 'y'.repeat(300_000), 'small']) {
      const answer = await fetch(address, { method: 'POST', body });
      accepted.push((await answer.json()) as { callId: string; statusUrl: string });
    }
    for (const { callId } of accepted) await ended(first.client, callId);
    await first.stop();
    expect(blobs()).toHaveLength(2);

    const store = await openStore(folder);
    await retain(store, keep(2));
    await store.close();
    expect(blobs()).toHaveLength(1);

    const again = await startRuntime(folder);
    const [gone, kept] = accepted.map(({ statusUrl }) => new URL(statusUrl, again.url));
    const answer = await fetch(gone!);
    expect([answer.status, await answer.json()]).toMatchObject([
      404,
      { type: 'urn:hookline:problem:call_not_found' },
    ]);
    expect((await fetch(kept!)).status).toBe(200);
    await expect(again.client.calls.get({ id: accepted[0]!.callId })).rejects.toMatchObject({
      code: 'call_not_found',
    });
    await fetch(`${again.url}${new URL(address).pathname}`, { method: 'POST', body: 'next' });
    const { calls } = await again.client.calls.list({});
    expect(calls.map(({ sequence }) => sequence)).toEqual([4, 3, 2]);
    await again.stop();
  });

  it('F59: takes no call that is kept from those who page through the list meanwhile', async () => {
    await (await openStore(folder)).close();
    const db = openForWriting(join(folder, 'queue.db'));
    storeCalls(db, { count: 3_000, integrationIds: [randomUUID(), randomUUID()], fromMs: 0, everyMs: 1 });
    db.close();
    const store = await openStore(folder);
    const seen: number[] = [];
    let removing = Promise.resolve();
    for (let before: number | null = null; ;) {
      const page: Awaited<ReturnType<Store['calls']['list']>> = await store.calls.list({
        filter: {},
        limit: 100,
        ...(before === null ? {} : { before }),
      });
      if (before === null) removing = retain(store, keep(1_000));
      seen.push(...page.calls.map(({ sequence }) => sequence));
      before = page.next;
      if (before === null) break;
    }
    await removing;
    expect(seen).toEqual(seen.toSorted((one, other) => other - one));
    expect(seen.slice(0, 1_000)).toEqual(Array.from({ length: 1_000 }, (_, at) => 3_000 - at));
    expect((await store.calls.list({ filter: {}, limit: 1_000 })).next).toBeNull();
    await store.close();
  });
});

const blobs = () => readdirSync(join(folder, 'blobs')).filter((name) => name !== 'tmp');
