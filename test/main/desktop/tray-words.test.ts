import { expect, test } from 'vitest';
import type { Pulse } from '#main/desktop/pulse.ts';
import { trayWords } from '#main/desktop/tray-words.ts';
import type { LaneSummary } from '#shared/model/lane.ts';
import type { HostStatus } from '#shared/model/setting.ts';

const up = {
  kind: 'http',
  host: '127.0.0.1',
  port: 8080,
  url: 'http://127.0.0.1:8080',
  up: true,
  problem: null,
} as const;
const status = (changed: Partial<HostStatus> = {}): HostStatus => ({
  version: '1.0.0',
  face: 'desktop',
  dataFolder: '/data',
  startedAt: '2026-11-26T12:00:00.000Z',
  listeners: [up],
  httpBaseUrl: up.url,
  httpsBaseUrl: null,
  addresses: [],
  alarms: [],
  now: '2026-11-25T12:00:00.000Z',
  recovery: null,
  ...changed,
});
const lane = (changed: Partial<LaneSummary> = {}): LaneSummary => ({
  lane: 'abcde/Orders',
  integrationId: '019f0000-0000-7000-8000-000000000000',
  integration: 'Orders',
  enabled: true,
  ordered: true,
  by: null,
  hold: null,
  heldKeys: 0,
  concurrency: 1,
  running: 0,
  waiting: 0,
  runningSince: [],
  head: null,
  oldestWaitingAt: null,
  finishedLastMinute: 0,
  meanRunMs: null,
  ...changed,
});
const hold = {
  kind: 'hold',
  since: '2026-11-26T12:00:00.000Z',
  note: '',
  callId: null,
  until: 'resumed',
} as const;
const receiving = 'Receiving at http://127.0.0.1:8080';

const cases: readonly (readonly [string, Pulse, number, ReturnType<typeof trayWords>])[] = [
  ['away', { status: null, lanes: [] }, 0, { state: 'off', lines: ['The service does not answer.'] }],
  [
    'idle',
    { status: status(), lanes: [lane()] },
    0,
    { state: 'listening', lines: [receiving, 'No call is open.'] },
  ],
  [
    'at work',
    { status: status(), lanes: [lane({ running: 1, waiting: 4 })] },
    0,
    { state: 'listening', lines: [receiving, '1 call running, 4 waiting'] },
  ],
  [
    'held',
    { status: status(), lanes: [lane({ hold, waiting: 2 }), lane({ heldKeys: 3 })] },
    0,
    { state: 'held', lines: ['2 lanes held.', receiving, '0 calls running, 2 waiting'] },
  ],
  [
    'draining, which is no hold',
    { status: status(), lanes: [lane({ hold: { ...hold, kind: 'drain' } })] },
    0,
    { state: 'listening', lines: [receiving, 'No call is open.'] },
  ],
  [
    'failing',
    { status: status(), lanes: [lane({ hold })] },
    2,
    { state: 'failing', lines: ['2 calls failed.', '1 lane held.', receiving, 'No call is open.'] },
  ],
  [
    'without its network',
    {
      status: status({
        listeners: [{ ...up, up: false, problem: { code: 'listener_down', text: 'No network.' } }],
      }),
      lanes: [],
    },
    0,
    { state: 'failing', lines: ['No network.', 'No call is open.'] },
  ],
  [
    'without a listener',
    { status: status({ listeners: [{ ...up, kind: 'admin' }] }), lanes: [] },
    0,
    { state: 'failing', lines: ['Nobody can call: no listener is on.', 'No call is open.'] },
  ],
  [
    'alarmed',
    {
      status: status({
        alarms: [{ code: 'disk_low', text: 'The disk is low.', since: '2026-11-26T12:00:00.000Z' }],
      }),
      lanes: [],
    },
    0,
    { state: 'failing', lines: ['The disk is low.', receiving, 'No call is open.'] },
  ],
  [
    'in recovery',
    {
      status: status({
        listeners: [],
        recovery: { problem: { code: 'calls_missing', text: 'Calls are missing.' }, choices: [] },
      }),
      lanes: [],
    },
    0,
    { state: 'failing', lines: ['Calls are missing.', 'No call is open.'] },
  ],
];

test.each(cases)('the tray of a service that is %s', (_what, pulse, failed, expected) => {
  expect(trayWords(pulse, failed)).toEqual(expected);
});
