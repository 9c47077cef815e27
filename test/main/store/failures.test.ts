// What SQLite may say while calls come in, on real files.
import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { until } from '#test/support/runtime.ts';
import { newCall, openStore } from '#test/support/store.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

const reasons = (settled: readonly PromiseSettledResult<unknown>[]) =>
  settled.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'kept'));

/** Overwrites the page that a table begins with. */
function spoil(table: string): void {
  const file = join(folder, 'queue.db');
  const db = new Database(file);
  const root = db.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table) as number;
  const pageBytes = db.pragma('page_size', { simple: true }) as number;
  db.close();
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(pageBytes, 0xff), 0, pageBytes, (root - 1) * pageBytes);
  closeSync(handle);
}

it('damage that the writer meets fails the whole batch, and nothing is written after it', async () => {
  await (await openStore(folder)).close();
  spoil('requests');
  const lost: string[] = [];
  const store = await openStore(folder, { lost: ({ message }) => lost.push(message) });
  const batch = await Promise.allSettled([1, 2, 3].map(() => store.calls.accept(newCall())));
  expect(reasons(batch)).toEqual(['storage_failed', 'storage_failed', 'storage_failed']);
  expect(lost).toEqual([expect.stringContaining('malformed') as string]);
  expect(reasons(await Promise.allSettled([store.config.settings()]))).toEqual(['storage_failed']);
  await store.close();
});

it('whoever still asks while the damaged writer is being ended is told so, once', async () => {
  await (await openStore(folder)).close();
  spoil('requests');
  let lost = 0;
  const store = await openStore(folder, { lost: () => lost++ });
  const asked: Promise<unknown>[] = [];
  while (lost === 0) {
    for (let one = 0; one < 8; one++) asked.push(store.calls.accept(newCall()));
    await new Promise((resolve) => setImmediate(resolve));
  }
  // The thread may have answered these before it ended; nobody waits for that any more.
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(new Set(reasons(await Promise.allSettled(asked)))).toEqual(new Set(['storage_failed']));
  expect(lost).toBe(1);
  await store.close();
});

it('F19: a file that another program has locked fails the batch after a while, and later calls are kept', async () => {
  const lost: unknown[] = [];
  const store = await openStore(folder, { lost: (why) => lost.push(why) });
  const other = new Database(join(folder, 'queue.db'));
  other.exec('BEGIN IMMEDIATE');
  const waiting = Promise.allSettled([store.calls.accept(newCall()), store.calls.accept(newCall())]);
  await until(store.backlog.commitWaitMs, (ms) => ms > 50);
  expect(reasons(await waiting)).toEqual(['storage_failed', 'storage_failed']);
  other.exec('ROLLBACK');
  other.close();
  expect(await store.calls.accept(newCall())).toEqual({ sequence: 1, laneSequence: 1 });
  expect([store.backlog.commitWaitMs(), lost]).toEqual([0, []]);
  await store.close();
});

it('F22: a reader from outside that stays for long: the log grows, calls are kept, and the end is none that lost its log', async () => {
  const store = await openStore(folder);
  await store.calls.accept(newCall());
  const outside = new Database(join(folder, 'queue.db'), { readonly: true });
  outside.exec('BEGIN');
  outside.prepare('SELECT count(*) FROM calls').get();
  const call = newCall();
  const bytes = new Uint8Array(200_000);
  for (let kept = 0; kept < 60; kept++) {
    const request = { ...call.request, body: { kind: 'bytes' as const, bytes } };
    await store.calls.accept({ ...newCall(), request });
  }
  // Three times what SQLite lets it grow to where nobody looks.
  expect(statSync(join(folder, 'queue.db-wal')).size).toBeGreaterThan(12_000_000);
  await store.close();
  expect(JSON.parse(readFileSync(join(folder, 'hwm.json'), 'utf8'))).toMatchObject({ cleanEnd: false });
  outside.close();

  const again = await openStore(folder);
  expect([again.damage, (await again.calls.list({ filter: {}, limit: 100 })).calls.length]).toEqual([
    null,
    61,
  ]);
  await again.close();
  expect(JSON.parse(readFileSync(join(folder, 'hwm.json'), 'utf8'))).toMatchObject({ cleanEnd: true });
});

it('a store that is given up answers nothing more', async () => {
  const store = await openStore(folder);
  const asked = store.calls.accept(newCall());
  store.abandon(new Error('The folder is gone.'));
  expect(reasons(await Promise.allSettled([asked, store.calls.accept(newCall())]))).toEqual([
    'storage_failed',
    'storage_failed',
  ]);
  await store.close();
});
