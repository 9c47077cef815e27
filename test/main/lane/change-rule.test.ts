// Another expression gives calls their lanes while they come in: lanes over the real store, sealed as in the service.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LaneDeps } from '#main/lane/deps.ts';
import { createLanes } from '#main/lane/lanes.ts';
import type { ExecutionOutcome } from '#main/ports/run.ts';
import type { Store } from '#main/ports/store.ts';
import { sealStore } from '#main/secrets/sealed-store.ts';
import { Integration } from '#shared/model/integration.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { newCall, openStore } from '#test/support/store.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = await newFolder();
  store = sealStore(await openStore(folder), { bodies: () => null, hidden: () => [] });
});
afterEach(async () => {
  vi.useRealTimers();
  await store.close();
  await dropFolder(folder);
});

const lanesOver = (calls: LaneDeps['calls'], report: LaneDeps['report'] = () => undefined) =>
  createLanes({
    calls,
    run: { execute: () => Promise.resolve(succeeded), close: () => Promise.resolve() },
    version: () => ({
      program: { key: 'program', dataProcessing: '', steps: [], hiddenBodyPaths: [] },
      timeoutMs: 1_000,
    }),
    missing: { areSome: () => false, whyNot: () => null },
    hideKey: (key) => key,
    announce: () => undefined,
    announceStored: () => undefined,
    report,
    now: Date.now,
    tick: () => performance.now(),
    random: () => 0.5,
  });

const succeeded: ExecutionOutcome = {
  state: 'succeeded',
  answer: { status: 200, headers: [], body: Buffer.from('"a"') },
  problem: null,
  failStatus: null,
  stepsJson: '[]',
  runMs: 1,
};

const id = randomUUID();
const orderedBy = (by: string) =>
  Integration.parse({
    id,
    version: 1,
    savedAt: new Date(0).toISOString(),
    code: 'abcde',
    name: 'Orders',
    trigger: { authentication: { kind: 'none', exposed: false }, orderedDelivery: { by } },
  });

it('calls that come in as the expression changes are counted once', async () => {
  const lanes = lanesOver(store.calls);
  lanes.configure(orderedBy('query.key'));
  const calls = Array.from({ length: 5 }, () => ({ ...newCall({ integrationId: id }), receivedTick: 0 }));
  const accepted = Promise.all(calls.map((call) => lanes.accept(call, null)));
  lanes.configure(orderedBy('query.other'));
  await accepted;
  const states = async () =>
    (await Promise.all(calls.map((call) => store.calls.get(call.id)))).map((call) => call?.summary.state);
  await expect.poll(states).toEqual(calls.map(() => 'succeeded'));
  await expect.poll(() => lanes.runningIn(id)).toBe(0);
  expect(lanes.waitingIn(id)).toBe(0);
});

it('a change that the disk does not take is tried again each second, until the service ends', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const failures: string[] = [];
  const setLaneRule = () => Promise.reject(new Error('The disk is full.'));
  const lanes = lanesOver({ ...store.calls, setLaneRule }, (what) => void failures.push(what));
  lanes.configure(orderedBy('query.key'));
  lanes.configure(orderedBy('query.other'));
  await vi.advanceTimersByTimeAsync(999);
  expect(failures).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(failures).toHaveLength(2);
  await lanes.drain(0);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(failures).toHaveLength(2);
  expect(vi.getTimerCount()).toBe(0);
});
