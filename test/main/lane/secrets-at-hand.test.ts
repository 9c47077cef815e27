// Calls whose secret cannot be read wait, as if they had not been looked at, until it can.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LiveCall } from '#main/lane/live-call.ts';
import { idOfIntegration, World } from './world.ts';

type Settled = Parameters<NonNullable<LiveCall['settle']>>[0];

let folder: string;
let world: World;

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'hookline-secrets-'))));
afterEach(() => {
  world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything goes on, executions apart, until nothing is handed over any more. */
async function settle(): Promise<void> {
  for (let round = 0; round < 30; round++) {
    world.commit(100);
    world.read();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function accepted(count: number): Promise<void> {
  for (let one = 0; one < count; one++) world.accept('a', 'answered');
  await settle();
}

const began = (): string[] => world.seen.flatMap(({ callId, what }) => (what === 'start' ? [callId] : []));
const stateOfRows = () => world.rows().map(({ state, attempt }) => `${state} ${attempt}`);
const action = { integrationId: idOfIntegration, key: null, note: 'closed', by: '' };
const hold = () => world.lanes.pictureOf(idOfIntegration)?.hold ?? null;

it.each([
  ['one at a time', { orderedDelivery: true }],
  ['side by side', { concurrency: 2 }],
  ['by a key', { orderedDelivery: { by: 'query.key' } }],
])(
  'calls that run %s wait untouched, with the reason, and go on in order by themselves',
  async (_how, trigger) => {
    world = new World(folder, trigger);
    world.lose(/version 1/);
    await accepted(3);
    expect(stateOfRows()).toEqual(['waiting 0', 'waiting 0', 'waiting 0']);
    expect(hold()).toMatchObject({ kind: 'hold', note: 'It is lost.', callId: null, until: 'readable' });
    world.die();
    await settle();
    expect(began()).toEqual([]);
    world.lose(null);
    for (let one = 0; one < 3; one++) {
      await settle();
      world.finish(0, 'ok');
    }
    await settle();
    expect(began()).toEqual(world.accepted);
    expect(stateOfRows()).toEqual(['succeeded 1', 'succeeded 1', 'succeeded 1']);
    expect(hold()).toBeNull();
  },
);

it('a person may hold such a lane as well: it then goes on when both are over', async () => {
  world = new World(folder, { orderedDelivery: true });
  world.lose(/./);
  await accepted(1);
  void world.lanes.hold(action);
  await settle();
  expect(hold()).toMatchObject({ note: 'closed', until: 'resumed' });
  void world.lanes.resume(action);
  await settle();
  expect([hold()?.until, began()]).toEqual(['readable', []]);
  world.lose(null);
  await settle();
  expect(began()).toHaveLength(1);
});

it('what was accepted under a version that needs it waits, even where the version now in place does not', async () => {
  world = new World(folder, { orderedDelivery: true });
  world.lose(/version 1/);
  await accepted(2);
  world.change({ orderedDelivery: true }, 2);
  await settle();
  expect(began()).toEqual([]);
  expect(hold()?.until).toBe('readable');
  // Nor does a restart forget it, when nobody remembers under which version they came.
  world.die();
  await settle();
  expect([began(), stateOfRows()]).toEqual([[], ['waiting 0', 'waiting 0']]);
  world.lose(null);
  await settle();
  expect(began()).toEqual(world.accepted.slice(0, 1));
});

it('where other integrations alone need it, nobody waits', async () => {
  world = new World(folder, { orderedDelivery: true });
  world.lose(/another/);
  await accepted(1);
  expect([began().length, hold()]).toEqual([1, null]);
});

it('whoever waits for the result is told so at once, before and after it was accepted, and is not run later', async () => {
  world = new World(folder, { orderedDelivery: true });
  const settled: Settled[] = [];
  for (let one = 0; one < 2; one++) world.accept('a', 'waiting', (what) => settled.push(what) > 0);
  await settle();
  world.lose(/version 1/);
  world.accept('a', 'waiting', (what) => settled.push(what) > 0);
  await settle();
  const unreadable = { kind: 'failed', problem: { code: 'secrets_unreadable', reason: 'It is lost.' } };
  expect(settled).toMatchObject([unreadable, unreadable]);
  expect(stateOfRows()).toEqual(['running 1', 'cancelled 0', 'cancelled 0']);
  expect(world.lanes.refusal(world.integration, true)).toMatchObject({ code: 'secrets_unreadable' });
  expect(world.lanes.refusal(world.integration, false)).toBeNull();
  world.lose(null);
  world.finish(0, 'ok');
  await settle();
  expect(began()).toHaveLength(1);
  expect(world.lanes.refusal(world.integration, true)).toBeNull();
});

it.each([
  ['held', () => void world.lanes.hold(action), () => void world.lanes.resume(action)],
  ['paused', () => world.lanes.setPaused(true), () => world.lanes.setPaused(false)],
  ['switched off', () => world.change({ concurrency: 2 }, 1, false), () => world.change({ concurrency: 2 })],
])(
  'a lane that is %s while its next calls are looked at starts none of them, and goes on in order',
  async (_how, stop, goOn) => {
    world = new World(folder, { concurrency: 2 });
    world.lanes.setPaused(true);
    await accepted(3);
    // Of an earlier life, they are asked for on disk: whom that finds, and under which version it came.
    world.die();
    world.lose(/another/);
    world.read();
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.isQuiet()).toBe(false);
    stop();
    world.commit(100);
    await new Promise((resolve) => setImmediate(resolve));
    // One has been looked at, the other not yet.
    world.read();
    await new Promise((resolve) => setImmediate(resolve));
    expect([began(), world.lanes.waitingIn(idOfIntegration)]).toEqual([[], 2]);
    goOn();
    await settle();
    expect(began()).toEqual(world.accepted.slice(0, 2));
  },
);

it('a call of an earlier version that arrives late is looked at, though the version in place needs nothing', async () => {
  world = new World(folder, { orderedDelivery: true });
  world.lose(/version 1/);
  world.change({ orderedDelivery: true }, 2);
  world.accept('a', 'answered', undefined, 1);
  await settle();
  expect([began(), stateOfRows(), hold()?.until]).toEqual([[], ['waiting 0'], 'readable']);
  world.lose(null);
  await settle();
  expect(began()).toEqual(world.accepted);
});

it('secrets that come back at the moment in which a call is put back let it go on', async () => {
  world = new World(folder, { orderedDelivery: true });
  world.lanes.setPaused(true);
  await accepted(1);
  world.change({ orderedDelivery: true }, 2);
  const versions = /version 1/;
  const fits = vi.spyOn(versions, 'test').mockImplementation((text) => {
    if (text === 'version 1') queueMicrotask(() => world.lose(null));
    return text === 'version 1';
  });
  world.lose(versions);
  world.lanes.setPaused(false);
  await settle();
  expect(fits).toHaveBeenCalledWith('version 1');
  expect(began()).toEqual(world.accepted);
});

it('a lane whose secret was needed by what it called alone goes on when that is deleted', async () => {
  world = new World(folder, { orderedDelivery: true });
  world.lose(/version 1/);
  await accepted(1);
  world.deleteAnother(/another/);
  await settle();
  expect([began(), hold()]).toEqual([world.accepted, null]);
});

it('a lane tells since when it stands, whatever is looked at meanwhile, until it has gone on', async () => {
  world = new World(folder, { orderedDelivery: true });
  world.lose(/version 1/);
  await accepted(2);
  const since = hold()?.since;
  expect(since).toBeDefined();
  world.pass(1_000);
  world.lose(/version 1/, 'It was given up.');
  expect(hold()).toMatchObject({ since, note: 'It was given up.' });
  // Now it is asked of each call.
  world.change({ orderedDelivery: true }, 2);
  await settle();
  expect(hold()).toMatchObject({ since, until: 'readable' });
  world.lose(null);
  await settle();
  expect([began().length, hold()]).toEqual([1, null]);
  world.lose(/version 2/);
  expect(hold()?.since).toBe(new Date(Date.parse(since!) + 1_000).toISOString());
});

it('a lane in which nobody waits stands anew when its next version lacks another secret', () => {
  world = new World(folder, { orderedDelivery: true });
  world.lose(/version 1/);
  const since = hold()?.since ?? '';
  world.change({ orderedDelivery: true }, 2);
  expect(hold()).toBeNull();
  world.pass(1_000);
  world.lose(/version 2/);
  expect(hold()?.since).toBe(new Date(Date.parse(since) + 1_000).toISOString());
});

it('calls that are cancelled while they are looked at do not come back into a lane that is held meanwhile', async () => {
  world = new World(folder, { concurrency: 2 });
  world.lanes.setPaused(true);
  await accepted(1);
  world.die();
  world.lose(/another/);
  world.read();
  world.accept('a', 'answered');
  world.commit(100);
  await new Promise((resolve) => setImmediate(resolve));
  // One is of an earlier life, the other of this one.
  expect(world.lanes.runningIn(idOfIntegration)).toBe(2);
  void world.lanes.hold(action);
  for (const { id: callId } of world.rows())
    void world.lanes.cancelCall({ integrationId: idOfIntegration, callId, note: '', by: '' });
  // What is asked of the first is answered last.
  for (let one = 0; one < 2; one++) world.read(1);
  await new Promise((resolve) => setImmediate(resolve));
  await settle();
  expect(stateOfRows()).toEqual(['cancelled 0', 'cancelled 0']);
  expect([hold()?.note, world.lanes.waitingIn(idOfIntegration)]).toEqual(['closed', 0]);
  expect(world.lanes.runningIn(idOfIntegration)).toBe(0);
});
