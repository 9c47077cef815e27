// What a filter finds, and in which order, on a log of a few thousand calls.
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callLookups } from '#main/store/call-lookups.ts';
import { migrate } from '#main/store/migrate.ts';
import { queueMigrations } from '#main/store/migrations/queue.ts';
import { openForWriting, type Db } from '#main/store/open.ts';
import { type CallFilter, fitsFilter } from '#shared/model/call-filter.ts';
import type { CallSummary } from '#shared/model/call.ts';
import { busyKeys, storeBusyLog } from '#test/support/busy-log.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { createRandom, seedOf } from '#test/support/random.ts';

const count = 3_000;
const untilMs = Date.UTC(2026, 10, 26, 12);
const integrations = ['Orders', 'ItemPrice', 'Stock'].map((name, at) => ({
  id: randomUUID(),
  code: `abcd${at}`,
  name,
}));

let folder: string;
let db: Db;
let list: ReturnType<typeof callLookups>['list'];
let everything: readonly CallSummary[];
beforeAll(async () => {
  folder = await newFolder();
  mkdirSync(join(folder, 'blobs'));
  db = openForWriting(join(folder, 'queue.db'));
  migrate(db, queueMigrations, () => '');
  storeBusyLog(db, { count, integrations, untilMs, days: 3 });
  db.exec(`UPDATE calls SET lane_key = '#7', lane = lane || '#7' WHERE sequence = 60 AND lane IS NOT NULL`);
  list = callLookups(db, join(folder, 'blobs')).list;
  everything = list({ filter: {}, limit: count }).calls;
});
afterAll(async () => {
  db.close();
  await dropFolder(folder);
});

/** All that is found, page by page. */
function all(filter: CallFilter, way: 'down' | 'up', limit: number): CallSummary[] {
  const found: CallSummary[] = [];
  let page = list({ filter, limit, ...(way === 'up' ? { after: 0 } : {}) });
  for (;;) {
    if (way === 'up') found.unshift(...page.calls);
    else found.push(...page.calls);
    if (page.next === null) return found;
    page = list({ filter, limit, ...(way === 'up' ? { after: page.next } : { before: page.next }) });
  }
}

it('the whole log comes in pages, newest first, downwards and upwards alike', () => {
  expect(everything.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: count }, (_, at) => count - at),
  );
  expect(all({}, 'down', 700)).toEqual(everything);
  expect(all({}, 'up', 700)).toEqual(everything);
});

it('every filter finds what its summary says, whichever are joined', () => {
  const seed = seedOf();
  const random = createRandom(seed);
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const parts: readonly (() => CallFilter)[] = [
    () => ({ integration: one(['Orders', 'abcd1/ItemPrice', 'Nobody']) }),
    () => ({
      state: one([['failed'], ['refused', 'cancelled'], ['succeeded', 'interrupted'], []] as const).slice(),
    }),
    () => ({ keyLabel: one(busyKeys) }),
    () => ({ method: one(['GET', 'POST']) }),
    () => ({ status: one([202, 500, '4xx', '5xx']) }),
    () => ({ problem: one(['key_wrong', 'step_failed', 'caller_gone']) }),
    () => ({ lane: one(['abcd0/Orders', 'abcd2/Stock']) }),
    () => ({ longerThanMs: one([0, 100, 3_000]) }),
    () => ({ since: new Date(untilMs - random() * 3 * 86_400_000).toISOString() }),
    () => ({ until: new Date(untilMs - random() * 3 * 86_400_000).toISOString() }),
  ];
  let found = 0;
  for (let time = 0; time < 60; time++) {
    const filter: CallFilter = Object.assign({}, ...parts.map((part) => (random() < 0.25 ? part() : {})));
    const expected = everything.filter(fitsFilter(filter));
    const way = one(['down', 'up'] as const);
    expect(all(filter, way, 100), `SEED=${seed} ${JSON.stringify(filter)}`).toEqual(expected);
    found += expected.length;
  }
  expect(found, `SEED=${seed}`).toBeGreaterThan(0);
});

it('a keyed lane is found by its whole name', () => {
  const lane = everything.find(({ sequence }) => sequence === 60)?.lane ?? '';
  expect(lane).toMatch(/#7$/);
  expect(all({ lane }, 'down', 100).map(({ sequence }) => sequence)).toEqual([60]);
});

it('a text is found in path, query, parameters, headers and body, in either case, and nowhere else', () => {
  const change = db.prepare(
    'UPDATE requests SET raw_query = ?, query = ?, headers = ?, body = ? WHERE sequence = ?',
  );
  const put = (sequence: number, of: { raw?: string; query?: object; headers?: object; body?: Uint8Array }) =>
    change.run(
      of.raw ?? '',
      JSON.stringify(of.query ?? {}),
      JSON.stringify(of.headers ?? []),
      of.body ?? null,
      sequence,
    );
  db.prepare(`UPDATE calls SET path = '/abcd0/Needle' WHERE sequence = 1`).run();
  put(2, { raw: 'a=NEEDLE%20two' });
  put(3, { query: { a: 'the needle "quoted"' } });
  put(4, { headers: [['x-note', 'Needle']] });
  put(5, { body: Buffer.from('{"deep":"neeDLE ü"}') });
  put(6, { body: Buffer.concat([Buffer.from([0, 255, 0]), Buffer.from('needle')]) });
  const search = (text: string) => all({ text }, 'down', 100).map(({ sequence }) => sequence);
  expect(search('needle')).toEqual([6, 5, 4, 3, 2, 1]);
  expect(search('needle "quoted"')).toEqual([3]);
  expect(search('NEEDLE Ü'.replace('Ü', 'ü'))).toEqual([5]);
  expect(search("%needle' OR 1=1 --")).toEqual([]);
  expect(search('n_edle')).toEqual([]);
});

it('a body that has a file of its own is searched too, across the edges of what is read at once', () => {
  const body = Buffer.alloc(3 * 1_048_576, 'x');
  body.write('Straddling', 1_048_576 - 4);
  writeFileSync(join(folder, 'blobs', 'a'.repeat(32)), body);
  db.prepare('UPDATE requests SET body = NULL, body_file = ? WHERE sequence = 7').run('a'.repeat(32));
  db.prepare('UPDATE requests SET body = NULL, body_file = ? WHERE sequence = 8').run('b'.repeat(32));
  expect(all({ text: 'straddling' }, 'down', 100).map(({ sequence }) => sequence)).toEqual([7]);
  expect(all({ text: 'xxxxy' }, 'down', 100)).toEqual([]);
});

it('a page says how far it came, and ends in the middle when its time is over', () => {
  const page = list({ filter: { method: 'PATCH' }, limit: 10, budgetMs: -1 });
  expect(page).toEqual({ calls: [], next: count + 1, scanned: 0, of: count });
  expect(list({ filter: { method: 'PATCH' }, limit: 10 })).toEqual({
    calls: [],
    next: null,
    scanned: count,
    of: count,
  });
  expect(list({ filter: {}, limit: 10 })).toMatchObject({ next: count - 9, scanned: 10, of: count });
  expect(list({ filter: {}, limit: 10, after: 100 })).toMatchObject({ next: 110, scanned: 110, of: count });
});
