// The store on a real folder and real threads, and calls to put into it.
import { randomUUID } from 'node:crypto';
import type { NewCall, Store } from '#main/ports/store.ts';
import { createStore, type StoreEvents } from '#main/store/create-store.ts';
import { noTimings } from '#shared/model/no-timings.ts';
import { testHost } from './host.ts';

const silent: StoreEvents = { lost() {}, full() {}, ended() {} };

export const tryStore = (folder: string, on: Partial<StoreEvents> = {}, restore?: string) =>
  createStore({
    folder,
    face: 'headless',
    serves: true,
    restore,
    workerUrl: testHost(folder).workers.store,
    on: { ...silent, ...on },
  });

export async function openStore(
  folder: string,
  on: Partial<StoreEvents> = {},
  restore?: string,
): Promise<Store> {
  const store = await tryStore(folder, on, restore);
  if (!store.ok) throw new Error(store.problem.detail);
  return store.value;
}

export const integrationId = randomUUID();
export const newCall = (change: Partial<NewCall> = {}): NewCall => ({
  id: randomUUID(),
  integrationId,
  integrationVersion: 1,
  integration: 'Orders',
  lane: 'abcde/Orders',
  laneKey: '',
  once: false,
  request: {
    method: 'POST',
    path: '/abcde/Orders',
    rawQuery: 'a=1',
    queryJson: '{"a":"1"}',
    headersJson: '[["Content-Type","application/json"]]',
    httpVersion: '1.1',
    remoteAddress: '127.0.0.1',
    peerAddress: null,
    bodyFinding: null,
    isSealed: false,
    body: { kind: 'bytes', bytes: Uint8Array.of(0, 255, 10, 13, 34) },
  },
  requestBytes: 5,
  keyLabel: 'ERP',
  receivedAtMs: 1_700_000_000_000,
  authorisedMs: 0.5,
  origin: null,
  idempotency: null,
  replay: null,
  caller: 'answered',
  answeredStatus: 202,
  start: false,
  ...change,
});

export const finished = (sequence: number, attempt: number) => ({
  sequence,
  attempt,
  state: 'succeeded' as const,
  problem: null,
  isSealed: false,
  answer: { status: 201, headers: [['x', 'y']] as const, body: Uint8Array.of(1, 2) },
  stepsJson: '[]',
  timings: { ...noTimings, finishedMs: 9 },
  finishedAtMs: 1_700_000_000_009,
  waitMs: 1,
  runMs: 2,
  answeredStatus: null,
  failure: null,
  hold: null,
});
