// What a caller was told, when, and how long it took, as it stands on disk afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Settled } from '#main/lane/live-call.ts';
import { problem } from '#shared/problem.ts';
import { World } from './world.ts';

let folder: string;
let world: World;
/** What callers were told, in that order. */
let told: Settled[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hookline-told-'));
  told = [];
});
afterEach(() => {
  world.close();
  rmSync(folder, { recursive: true, force: true });
});

const begin = (trigger: Record<string, unknown> = {}): void => {
  world = new World(folder, { orderedDelivery: true, ...trigger });
};
const listen = (settled: Settled): boolean => told.push(settled) > 0;

/** Everything goes on, executions apart, until nothing is handed over any more. */
async function settle(): Promise<void> {
  for (let round = 0; round < 20; round++) {
    world.commit(100);
    world.read();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const shuttingDown = { kind: 'failed', problem: { code: 'shutting_down', retryAfterSeconds: 5 } };
const asKept = { code: 'shutting_down', status: 503, retryAfterSeconds: 5 };

describe('at the end of the service', () => {
  it('a caller whose call waits for its turn is told so, and the call is cancelled with that answer', async () => {
    begin();
    world.accept('a', 'answered');
    world.accept('a', 'waiting', listen);
    await settle();
    world.pass(1_500);
    const drained = world.lanes.drain(0);
    await settle();
    await drained;
    expect(told).toMatchObject([shuttingDown]);
    expect(world.stored(1)).toMatchObject({
      summary: { state: 'cancelled', problem: { code: 'shutting_down' }, answeredStatus: 503 },
      result: { failure: asKept },
    });
    expect(world.rows()[0]!.state).toBe('running');
  });

  it('a caller whose call is to be tried again is told so too, with what is known of its times', async () => {
    begin({ retry: { attempts: 3, waitSeconds: [60] } });
    world.accept('a', 'waiting', listen);
    await settle();
    world.pass(100);
    world.finish(0, 'failed');
    await settle();
    world.pass(400);
    const drained = world.lanes.drain(0);
    await settle();
    await drained;
    expect(told).toMatchObject([shuttingDown]);
    expect(world.stored(0)).toMatchObject({
      summary: { state: 'cancelled', attempt: 1, answeredStatus: 503, waitMs: 500, totalMs: 500 },
      result: { failure: asKept },
      timings: { storedMs: 0, finishedMs: 500 },
    });
  });

  it('a caller whose call runs is told so after the time of grace, whatever the run comes to afterwards', async () => {
    begin();
    world.accept('a', 'waiting', listen);
    await settle();
    await world.lanes.drain(0);
    expect(told).toMatchObject([shuttingDown]);
    world.finish(0, 'interrupted');
    await settle();
    expect(world.stored(0)).toMatchObject({
      summary: { state: 'interrupted', answeredStatus: 503 },
      result: { failure: asKept },
    });
  });
});

it('a disk that hangs keeps nobody from hearing that the service ends', async () => {
  begin();
  world.accept('a', 'answered');
  world.accept('a', 'waiting', listen);
  await settle();
  await world.lanes.drain(0);
  expect(told).toMatchObject([shuttingDown]);
});

describe('of an integration that is deleted', () => {
  const gone = problem('integration_not_found');

  it('callers are told, and the log says what', async () => {
    begin();
    world.accept('a', 'answered');
    world.accept('a', 'waiting', listen);
    world.accept('a', 'answered');
    await settle();
    const cancelled = world.lanes.remove(world.integration.id, gone);
    await settle();
    expect(await cancelled).toBe(2);
    expect(told).toMatchObject([{ kind: 'failed', problem: gone }]);
    expect(world.stored(1)).toMatchObject({
      summary: { state: 'cancelled', answeredStatus: 404 },
      result: { failure: { code: 'integration_not_found', status: 404 } },
    });
  });

  it('a call that runs has its time at the end of the service, and its caller hears of that', async () => {
    begin();
    world.accept('a', 'waiting', listen);
    await settle();
    void world.lanes.remove(world.integration.id, gone);
    await settle();
    await world.lanes.drain(0);
    expect(told).toMatchObject([shuttingDown]);
  });
});

it('attempts stand where they were in the life of their call, wherever the clock of the wall leaps', async () => {
  begin();
  world.accept('a', 'answered');
  world.accept('a', 'answered');
  await settle();
  world.leap(-3_600_000);
  world.pass(100);
  world.finish(0, 'ok');
  await settle();
  world.pass(40);
  world.finish(0, 'ok');
  await settle();
  const { summary, attempts } = world.stored(1);
  const since = (at: string | null) => Date.parse(at ?? '') - Date.parse(summary.receivedAt);
  expect(attempts.map(({ startedAt, finishedAt }) => [since(startedAt), since(finishedAt)])).toEqual([
    [100, 140],
  ]);
});

it('a caller whose result cannot be put on disk is told so, and the log says it once it can', async () => {
  begin();
  world.mayReport = true;
  world.accept('a', 'waiting', listen);
  await settle();
  world.finish(0, 'ok');
  await new Promise((resolve) => setImmediate(resolve));
  world.failCommit();
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toMatchObject([{ kind: 'failed', problem: { code: 'storage_failed' } }]);
  await expect.poll(() => (world.commit(100), world.rows()[0]!.state)).toBe('succeeded');
  expect(world.stored(0)).toMatchObject({
    summary: { answeredStatus: 503 },
    result: { answer: { status: 204 }, failure: { code: 'storage_failed', status: 503 } },
  });
});

it('a call that was cancelled keeps what is known of its wait', async () => {
  begin();
  world.accept('a', 'answered');
  world.accept('a', 'answered');
  await settle();
  world.pass(1_500);
  const { summary } = world.stored(1);
  const cancelled = world.lanes.cancelCall({
    integrationId: summary.integrationId!,
    callId: summary.id,
    note: '',
    by: 'anna',
  });
  await settle();
  await cancelled;
  expect(world.stored(1)).toMatchObject({
    summary: { state: 'cancelled', waitMs: 1_500, totalMs: 1_500, answeredStatus: 202 },
    timings: { storedMs: 0, startedMs: null, finishedMs: 1_500 },
  });
});

describe('a call whose thread was lost', () => {
  it('has the times of the attempt that ended', async () => {
    begin({ orderedDelivery: false });
    world.accept('a', 'answered');
    await settle();
    world.pass(400);
    world.finish(0, 'lost');
    await settle();
    world.pass(100);
    world.finish(0, 'ok');
    await settle();
    expect(world.stored(0)).toMatchObject({
      summary: { state: 'succeeded', attempt: 2, waitMs: 499, runMs: 1, totalMs: 500 },
      timings: { startedMs: 400, finishedMs: 500 },
    });
  });

  it('runs again as soon as the disk takes that, and is never given up for a full one', async () => {
    begin();
    world.mayReport = true;
    world.accept('a', 'answered');
    await settle();
    world.finish(0, 'lost');
    await new Promise((resolve) => setImmediate(resolve));
    world.failCommit();
    await expect.poll(() => (world.commit(100), world.rows()[0]!.attempt)).toBe(2);
    await settle();
    world.finish(0, 'ok');
    await settle();
    expect(world.rows()[0]).toMatchObject({ state: 'succeeded', attempt: 2 });
  });
});

it.each([
  ['is to be tried again', { retry: { attempts: 3 } }],
  ['stops its lane', { orderedDelivery: { onFailure: 'hold' } }],
])('of an integration that was deleted, a call that %s is failed for good', async (_what, trigger) => {
  begin(trigger);
  world.accept('a', 'answered');
  await settle();
  void world.lanes.remove(world.integration.id, problem('integration_not_found'));
  world.finish(0, 'failed');
  await settle();
  expect([world.rows()[0]!.state, world.holds()]).toEqual(['failed', 0]);
});

it('of an attempt that died with the process nobody knows how long it ran', async () => {
  begin();
  world.accept('a', 'answered');
  world.accept('a', 'waiting', listen);
  await settle();
  world.pass(3_600_000);
  world.die();
  expect(world.stored(0).attempts).toMatchObject([{ attempt: 1, finishedAt: null, outcome: 'interrupted' }]);
  expect(world.stored(1).summary).toMatchObject({ state: 'cancelled', totalMs: null });
});
