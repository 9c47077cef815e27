// The crash table: where the process dies, and the power with it, and what the next life makes of each kind of call.
import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CrashPoint } from '#main/crash-point.ts';
import { newFolder } from '#test/support/host.ts';
import { startPeer, type Peer } from '#test/support/peer.ts';
import { create, draft, startRuntime, until } from '#test/support/runtime.ts';
import { startLife, type Life } from './ledger/life.ts';
import { readRows, type Row } from './ledger/read-rows.ts';
import { effects } from './ledger/sink.ts';
import { canPreload, preload } from './shim/build-shim.ts';
import { losePower, watchEnvironment, type Watched } from './shim/lose-power.ts';

/** Answered at once and run at least once; answered at once and run at most once; answered with the result. */
const kinds = {
  async: {},
  once: { delivery: 'atMostOnce' },
  waits: { requestResponse: true },
} as const;
type Kind = keyof typeof kinds;

let root: string;
let template: string;
let sink: Peer;
let release = Promise.withResolvers<void>();
const paths = new Map<Kind, string>();

beforeAll(async () => {
  root = await newFolder();
  template = join(root, 'template');
  await mkdir(template);
  sink = await startPeer(({ body }) => (body.includes('"head"') ? release.promise.then(() => ({})) : {}));
  const runtime = await startRuntime(template);
  for (const kind of Object.keys(kinds) as Kind[]) {
    const trigger = { orderedDelivery: true, ...kinds[kind] };
    const { integration } = await create(runtime, draft(kind, trigger, { workflow: effects(sink.url) }));
    paths.set(kind, `/${integration.code}/${kind}`);
  }
  await runtime.stop();
});
afterAll(async () => {
  await sink.close();
  await rm(root, { recursive: true });
});

let watched: Watched;
let life: Life | null = null;
beforeEach(async () => {
  watched = { folder: join(root, 'data'), journal: join(root, 'journal'), kept: join(root, 'kept') };
  await cp(template, watched.folder, { recursive: true });
  await mkdir(watched.kept);
  release = Promise.withResolvers();
  sink.received.length = 0;
});
afterEach(async () => {
  release.resolve();
  await life?.end('SIGKILL');
  life = null;
  for (const path of Object.values(watched)) await rm(path, { recursive: true, force: true });
});

const startDying = async (at: `${CrashPoint}:${number}`): Promise<Life> => {
  const shim = canPreload ? { ...preload(['power-loss']), ...watchEnvironment(watched) } : {};
  life = await startLife(watched.folder, { HOOKLINE_CRASH: at, ...shim });
  return life;
};

/** It has killed itself, and the power goes. */
const died = async (dying: Life): Promise<void> => {
  expect(await dying.ended).toBe(null);
  if (canPreload) losePower(watched, 'all', () => 0);
};

/** What a caller heard: a status, or null where it was cut off. */
const send = (to: Life, kind: Kind, cid: string, body = 'x'): Promise<number | null> =>
  fetch(`${to.url}${paths.get(kind)}?cid=${cid}`, { method: 'POST', body }).then(
    ({ status }) => status,
    () => null,
  );

/** The next life brings everything to its end; gives what is on disk then. */
async function recovered(): Promise<Row[]> {
  release.resolve();
  life = await startLife(watched.folder);
  await until(
    () => life!.openCalls(),
    (open) => open === 0,
  );
  expect(await life.end('SIGTERM')).toBe(0);
  life = null;
  return readRows(watched.folder);
}

const startsOf = (cid: string): number =>
  sink.received.filter(({ url, body }) => url === '/start' && body.includes(`"${cid}"`)).length;

/** State, number of starts that the sink saw, attempts; null: it does not exist. */
type End = readonly [state: Row['state'], starts: number, attempts: number] | null;

const endOf = (rows: readonly Row[], cid: string): End => {
  const row = rows.find((one) => one.cid === cid);
  return row === undefined ? null : [row.state, startsOf(cid), row.attempts.length];
};

describe('a process that dies', () => {
  const lost = { async: null, once: null, waits: null };
  const began = {
    async: ['succeeded', 1, 2],
    once: ['interrupted', 0, 1],
    waits: ['interrupted', 0, 1],
  } as const;
  const cut = {
    async: ['succeeded', 2, 2],
    once: ['interrupted', 1, 1],
    waits: ['interrupted', 1, 1],
  } as const;
  const done = {
    async: ['succeeded', 1, 1],
    once: ['succeeded', 1, 1],
    waits: ['succeeded', 1, 1],
  } as const;

  const alone: readonly (readonly [point: CrashPoint, ends: Readonly<Partial<Record<Kind, End>>>])[] = [
    ['before_commit', lost],
    ['after_commit', began],
    ['before_answer', { async: began.async, once: began.once }],
    ['after_start', began],
    ['before_finish', cut],
    ['after_finish', done],
  ];
  const cases = alone.flatMap(([point, ends]) =>
    (Object.entries(ends) as [Kind, End][]).map(([kind, end]) => [point, kind, end] as const),
  );

  it.each(cases)('F01: at %s leaves of a call that is %s: %j', async (point, kind, end) => {
    const dying = await startDying(`${point}:1`);
    const heard = await send(dying, kind, 'call');
    await died(dying);
    // Only what comes after the answer can have been heard.
    const isAnsweredBefore = kind !== 'waits' && point.endsWith('_finish');
    expect(heard).toBe(isAnsweredBefore ? 202 : null);
    expect(endOf(await recovered(), 'call')).toEqual(end);
  });

  const waiting = { async: done.async, once: done.once, waits: ['cancelled', 0, 0] } as const;
  it.each(Object.entries(waiting) as [Kind, End][])(
    'when a call that is %s was put on disk to wait leaves of it: %j',
    async (kind, end) => {
      const dying = await startDying('after_commit:2');
      void send(dying, kind, 'head');
      await until(
        () => startsOf('head'),
        (starts) => starts === 1,
      );
      expect(await send(dying, kind, 'call')).toBe(null);
      await died(dying);
      const rows = await recovered();
      expect(endOf(rows, 'call')).toEqual(end);
      expect(endOf(rows, 'head')).toEqual(cut[kind]);
    },
  );

  it.each(Object.entries(began) as [Kind, End][])(
    'when a call ended and the next one that is %s began leaves of that: %j',
    async (kind, end) => {
      // Accepted, accepted, and the end of the one with the start of the other.
      const dying = await startDying('after_commit:3');
      void send(dying, kind, 'head');
      await until(
        () => startsOf('head'),
        (starts) => starts === 1,
      );
      void send(dying, kind, 'call');
      await until(
        () => dying.openCalls(),
        (open) => open === 2,
      );
      release.resolve();
      await died(dying);
      const rows = await recovered();
      expect(endOf(rows, 'head')).toEqual(done[kind]);
      expect(endOf(rows, 'call')).toEqual(end);
    },
  );

  it('in its recovery leaves what the death before it had left', async () => {
    const first = await startDying('before_finish:1');
    await send(first, 'async', 'call');
    await died(first);
    await expect(startDying('before_recovery_commit:1')).rejects.toThrow('ended by itself');
    if (canPreload) losePower(watched, 'all', () => 0);
    expect(endOf(await recovered(), 'call')).toEqual(cut.async);
  });

  it('in the checkpoint at its end loses nothing', async () => {
    const dying = await startDying('in_checkpoint:1');
    expect(await send(dying, 'async', 'call')).toBe(202);
    await until(
      () => dying.openCalls(),
      (open) => open === 0,
    );
    expect(await dying.end('SIGTERM')).toBe(null);
    await died(dying);
    expect(endOf(await recovered(), 'call')).toEqual(done.async);
  });

  it.runIf(canPreload)('in the middle of a checkpoint, half of it written, loses nothing', async () => {
    const environment = {
      ...preload(['power-loss', 'fault']),
      ...watchEnvironment(watched),
      FAULT_DIR: watched.folder,
      FAULT_FILE: '/queue.db',
      FAULT_OP: 'write',
      FAULT_AT: '3',
      FAULT_HOW: 'kill',
    };
    const dying = await startLife(watched.folder, environment);
    life = dying;
    const cids = Array.from({ length: 20 }, (_, number) => `call-${number}`);
    for (const cid of cids) expect(await send(dying, 'async', cid, 'x'.repeat(20_000))).toBe(202);
    await dying.end('SIGTERM');
    await died(dying);
    const rows = await recovered();
    expect(cids.filter((cid) => endOf(rows, cid)?.[0] !== 'succeeded')).toEqual([]);
  });

  it.each(['blob_written', 'blob_kept'] as const)(
    'at %s leaves no call and nothing half of it',
    async (point) => {
      const dying = await startDying(`${point}:1`);
      expect(await send(dying, 'async', 'call', 'x'.repeat(300 * 1024))).toBe(null);
      await died(dying);
      expect(endOf(await recovered(), 'call')).toBe(null);
      const files = () => readdir(join(watched.folder, 'blobs'), { recursive: true });
      await expect.poll(files).toEqual(['tmp']);
    },
  );

  it.runIf(canPreload)('after its first large body was acknowledged keeps that body', async () => {
    // As in a new folder, or one that was restored without bodies.
    await rm(join(watched.folder, 'blobs'), { recursive: true });
    const dying = await startDying('after_finish:1');
    expect(await send(dying, 'async', 'call', 'x'.repeat(300 * 1024))).toBe(202);
    await died(dying);
    const rows = await recovered();
    expect(endOf(rows, 'call')).toEqual(done.async);
    expect(rows[0]?.bodyHash).not.toBe('lost');
  });

  it('at the first start, before its tables are there, starts as new the next time', async () => {
    await rm(watched.folder, { recursive: true });
    await mkdir(watched.folder);
    await expect(startDying('in_migration:1')).rejects.toThrow('ended by itself');
    if (canPreload) losePower(watched, 'all', () => 0);
    expect(await recovered()).toEqual([]);
  });
});
