import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openForWriting } from '#main/store/open.ts';
import type { NewCall, Store } from '#main/ports/store.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { finished, integrationId, newCall, openStore, tryStore } from '#test/support/store.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

async function accept(store: Store, call: NewCall) {
  const kept = await store.calls.accept(call);
  if ('first' in kept) throw new Error('The call repeats another.');
  return kept;
}

describe('the store', () => {
  it('keeps commits through a power loss: WAL at FULL, still so after the first write', () => {
    const db = openForWriting(join(folder, 'some.db'));
    db.exec('CREATE TABLE t (a)');
    expect([db.pragma('journal_mode', { simple: true }), db.pragma('synchronous', { simple: true })]).toEqual(
      ['wal', 2],
    );
    expect(statSync(join(folder, 'some.db')).mode & 0o777).toBe(0o600);
    db.close();
  });

  it('gives sequences in the order of hand-over, without gaps between the calls of a trigger', async () => {
    const store = await openStore(folder);
    const given = await Promise.all(Array.from({ length: 300 }, () => accept(store, newCall())));
    expect(given.map(({ sequence }) => sequence)).toEqual(given.map((_, at) => at + 1));
    expect(given.map(({ laneSequence }) => laneSequence)).toEqual(given.map((_, at) => at + 1));
    await store.close();
  });

  it('goes on counting after a restart', async () => {
    const first = await openStore(folder);
    await accept(first, newCall());
    await first.close();
    const second = await openStore(folder);
    expect(await accept(second, newCall())).toEqual({ sequence: 2, laneSequence: 2 });
    await second.close();
  });

  it('keeps a request to the byte', async () => {
    const store = await openStore(folder);
    const call = newCall();
    await accept(store, call);
    expect((await store.calls.get(call.id))?.request).toEqual(call.request);
    await store.close();
  });

  it('lets a call move only from the state it is in, and only by its running attempt', async () => {
    const store = await openStore(folder);
    const { sequence } = await accept(store, newCall());
    expect((await store.calls.start({ sequence, startedAtMs: 5 }))?.attempt).toBe(1);
    expect(await store.calls.start({ sequence, startedAtMs: 6 })).toBeNull();
    expect(await store.calls.finish(finished(sequence, 7))).toBe(false);
    expect(await store.calls.finish(finished(sequence, 1))).toBe(true);
    expect(await store.calls.finish(finished(sequence, 1))).toBe(false);
    expect(
      await store.calls.cancel({
        sequence,
        problem: { code: 'x', text: 'y' },
        finishedAtMs: 1,
        waited: null,
        unstarted: false,
        deed: null,
      }),
    ).toBeNull();
    await store.close();
  });

  it('fails one row that breaks a rule and keeps its neighbours of the same commit', async () => {
    const store = await openStore(folder);
    const twin = newCall();
    const given = await Promise.allSettled([
      store.calls.accept(newCall()),
      store.calls.accept(twin),
      store.calls.accept(twin),
      store.calls.accept(newCall()),
    ]);
    expect(given.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    await store.close();
  });

  it('refuses a second holder of its folder and names the first', async () => {
    const first = await openStore(folder);
    const second = await tryStore(folder);
    expect(second.ok ? null : second.problem).toMatchObject({
      code: 'folder_held',
      detail: expect.stringContaining(`process id ${process.pid}`) as string,
    });
    await first.close();
    await (await openStore(folder)).close();
  });

  it('leaves the database of a newer version as it is', async () => {
    await (await openStore(folder)).close();
    const db = new Database(join(folder, 'queue.db'));
    db.pragma('user_version = 99');
    db.close();
    const again = await tryStore(folder);
    expect(again.ok ? null : again.problem.code).toBe('database_newer');
  });
});

describe('after an end without warning, the store', () => {
  it('lets asynchronous calls wait again and never runs a request-response call twice', async () => {
    const store = await openStore(folder);
    const calls = {
      asyncRunning: newCall({ start: true }),
      asyncWaiting: newCall(),
      callerRunning: newCall({ start: true, caller: 'waiting', answeredStatus: null }),
      callerWaiting: newCall({ caller: 'waiting', answeredStatus: null }),
      timedOutRunning: newCall({ start: true, caller: 'timedOut', answeredStatus: 504 }),
      timedOutWaiting: newCall({ caller: 'timedOut', answeredStatus: 504 }),
      done: newCall({ start: true }),
    };
    const given = await Promise.all(Object.values(calls).map((call) => accept(store, call)));
    await store.calls.finish(finished(given.at(-1)!.sequence, 1));
    await store.close();

    const again = await openStore(folder);
    expect(again.recovery).toEqual({
      interrupted: 2,
      cancelled: 1,
      resumed: 1,
      poisoned: 0,
      lanes: [{ integrationId, laneKey: '', waiting: 3 }],
      holds: [],
      isCrashLoop: false,
    });
    const states = await Promise.all(
      Object.values(calls).map(async ({ id }) => (await again.calls.get(id))?.summary),
    );
    expect(states.map((summary) => [summary?.state, summary?.problem?.code ?? null])).toEqual([
      ['waiting', null],
      ['waiting', null],
      ['interrupted', 'interrupted'],
      ['cancelled', 'caller_gone'],
      ['interrupted', 'interrupted'],
      ['waiting', null],
      ['succeeded', null],
    ]);
    expect((await again.calls.get(calls.asyncRunning.id))?.attempts).toMatchObject([
      { attempt: 1, outcome: 'interrupted' },
    ]);
    await again.close();
  });
});
