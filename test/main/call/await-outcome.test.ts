import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { awaitOutcome, type WaitingCaller } from '#main/call/await-outcome.ts';
import type { IncomingCall } from '#main/call/incoming-call.ts';
import type { LiveIntegration } from '#main/call/registry.ts';
import { World } from '#test/main/lane/world.ts';

let folder: string;
let world: World;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hookline-outcome-'));
  world = new World(folder, { orderedDelivery: true });
});
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

const noTimes = { answeredMs: null, callerGoneMs: null };
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A call that waits behind another, and its caller. */
async function waitingCall() {
  world.accept('a', 'answered');
  const { promise, resolve } = Promise.withResolvers<Awaited<WaitingCaller['first']>>();
  const come = (first: Awaited<WaitingCaller['first']>) => (resolve(first), true);
  const accept = vi.spyOn(world.lanes, 'accept');
  world.accept('a', 'waiting', come);
  await settle();
  const accepted = await accept.mock.results[0]!.value;
  const { integration } = world;
  const requestResponse = { timeoutSeconds: 1, onTimeout: 202 as const };
  const live = { integration: { ...integration, trigger: { ...integration.trigger, requestResponse } } };
  const incoming = { id: accepted.call.id, rawHeaders: [] as string[] };
  const answer = awaitOutcome(
    incoming as unknown as IncomingCall,
    live as unknown as LiveIntegration,
    accepted.call,
    { settle: come, first: promise, end: () => undefined },
    {
      door: { enter: () => undefined, leave: () => undefined } as never,
      lanes: world.lanes,
      calls: world.calls,
      answerTimes: { note: (sequence, at) => void world.calls.note([{ sequence, ...noTimes, ...at }]) },
      announce: () => undefined,
      report: (what, error) => {
        if (!world.mayReport) throw new Error(what, { cause: error });
      },
      tick: () => 0,
    },
  );
  return {
    answer,
    timeOut: () => resolve({ kind: 'timedOut' }),
    hangUp: () => resolve({ kind: 'gone' }),
  };
}

const lastRow = () => world.rows().map(({ state, caller }) => `${state} ${caller}`)[1];

it('a call whose time ends while it waits is accepted', async () => {
  const { answer, timeOut } = await waitingCall();
  timeOut();
  await settle();
  expect((await answer).status).toBe(202);
  expect(lastRow()).toBe('waiting answered');
  // From now on it waits for a secret as any other.
  world.lose(/version 1/);
  await settle();
  expect(lastRow()).toBe('waiting answered');
});

it('one whose time ends while it is being cancelled is told why, and never that it was accepted', async () => {
  const { answer, timeOut } = await waitingCall();
  world.lose(/version 1/);
  timeOut();
  await new Promise((resolve) => setImmediate(resolve));
  await settle();
  const { status, headers } = await answer;
  expect([status, new Map(headers).get('retry-after')]).toEqual([503, '60']);
  expect(lastRow()).toBe('cancelled waiting');
});

it('one whose time ends while its start is on its way to disk runs again if it is cut off, as it was promised', async () => {
  const { answer, timeOut } = await waitingCall();
  world.finish(0, 'ok');
  await turn();
  timeOut();
  await settle();
  expect((await answer).status).toBe(202);
  await world.lanes.drain(0);
  world.finish(0, 'interrupted');
  await settle();
  expect(lastRow()).toBe('waiting answered');
});

it('one whose time ends while the disk takes nothing is promised nothing, and is not refused either', async () => {
  const { answer, timeOut } = await waitingCall();
  world.mayReport = true;
  timeOut();
  await turn();
  world.failCommit();
  const { status, body } = await answer;
  expect([status, JSON.parse(String(body))]).toMatchObject([504, { statusUrl: /\// }]);
  await expect.poll(() => (world.commit(100), lastRow())).toBe('waiting timedOut');
  expect(world.stored(1).summary.answeredStatus).toBe(504);
});

/** One whose end is on its way to disk. */
async function endingCall() {
  const call = await waitingCall();
  world.finish(0, 'ok');
  await settle();
  world.finish(0, 'ok');
  await turn();
  world.pass(7);
  return call;
}

it('a time-out that meets the end of the call is what the log shows, with its moment', async () => {
  const { answer, timeOut } = await endingCall();
  timeOut();
  await settle();
  expect((await answer).status).toBe(202);
  expect(world.stored(1)).toMatchObject({
    summary: { state: 'succeeded', answeredStatus: 202 },
    timings: { answeredMs: 7 },
  });
});

it('a caller who hangs up as the call ends was not answered', async () => {
  const { answer, hangUp } = await endingCall();
  hangUp();
  await settle();
  await answer;
  expect(world.stored(1)).toMatchObject({
    summary: { state: 'succeeded', answeredStatus: null },
    timings: { answeredMs: null, callerGoneMs: 7 },
  });
});
