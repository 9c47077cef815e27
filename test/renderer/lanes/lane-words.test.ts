import { expect, test } from 'vitest';
import { deedWords, laneWords, orderWords, whyWaits, whyWaitsInLane } from '#renderer/lanes/lane-words.ts';
import type { Hold } from '#shared/model/lane.ts';
import { lane, nowMs, waitingCall } from './lane.ts';

const moment = { nowMs, isPaused: false };
const atNoon = new Date(nowMs);
atNoon.setHours(12, 4, 0, 0);
const hold: Hold = {
  kind: 'hold',
  since: atNoon.toISOString(),
  note: 'The stock is closed.',
  callId: null,
  until: 'resumed',
};
const inSeconds = (seconds: number): string => new Date(nowMs + seconds * 1_000).toISOString();
const failed = { code: 'step_failed', text: 'Connection refused\n    at net' };

test.each([
  ['nothing to do', 'idle', {}],
  ['calls that run', 'running', { running: 1 }],
  ['calls behind those that run', 'moving', { running: 1, waiting: 2 }],
  ['its integration switched off', 'switched off', { enabled: false, waiting: 2, hold }],
  ['a hold', 'held since 12:04:00', { waiting: 2, hold }],
  [
    'a drain',
    'draining, takes no more calls, since 12:04:00',
    { running: 1, hold: { ...hold, kind: 'drain' as const } },
  ],
  [
    'a secret that cannot be read',
    'without its secrets since 12:04:00',
    { waiting: 1, hold: { ...hold, until: 'readable' as const } },
  ],
])('a lane with %s is %s', (_what, words, differences) => {
  expect(laneWords(lane(differences), moment)[1]).toBe(words);
});

test('a lane whose head waits for its next attempt counts down to it, with the failure', () => {
  const head = waitingCall({ problem: failed, nextAttemptAt: inSeconds(11.3) });
  const said = 'next attempt in 12 s after: connection refused';
  expect(laneWords(lane({ waiting: 1, head }), moment)[1]).toBe(said);
});

test('a lane in which calls wait says so where executions are paused', () => {
  expect(laneWords(lane({ waiting: 1 }), { nowMs, isPaused: true })[1]).toBe('executions are paused');
});

test('the order of a lane is said with its expression', () => {
  expect(orderWords(lane({}))).toBe('in order');
  expect(orderWords(lane({ by: 'body.id' }))).toBe('in order for each body.id');
  expect(orderWords(lane({ ordered: false, concurrency: 4 }))).toBe('up to 4 at once');
});

const around = (differences: Partial<Parameters<typeof whyWaits>[1]> = {}) => ({
  lane: lane({ waiting: 5 }),
  hold: null,
  running: 0,
  ...moment,
  ...differences,
});

test.each([
  ['the next to start', 'the next to start', { place: 1 }, {}],
  ['behind the one that runs', 'behind one call', { place: 1 }, { running: 1 }],
  ['behind others', 'behind 3 calls', { place: 3 }, { running: 1 }],
  [
    'the failed head of a held lane',
    'held since 12:04:00: the stock is closed.',
    { place: 1, problem: failed },
    { hold },
  ],
  ['behind a held head', 'behind 2 calls, and the lane is held', { place: 3 }, { hold }],
  [
    'behind a head without its secrets',
    'behind 2 calls, and the lane waits for its secrets',
    { place: 3 },
    { hold: { ...hold, until: 'readable' as const } },
  ],
  [
    'between two attempts',
    'next attempt in 1 min 30 s after: connection refused',
    { problem: failed, nextAttemptAt: inSeconds(90) },
    {},
  ],
  [
    'due for its attempt',
    'next attempt now after: connection refused',
    { problem: failed, nextAttemptAt: inSeconds(-1) },
    {},
  ],
  [
    'not in a lane yet',
    'its lane is being found',
    { key: null, place: 9 },
    { lane: lane({ by: 'body.id' }) },
  ],
  [
    'without a free place',
    'the next, when a place is free',
    { place: 1 },
    { lane: lane({ ordered: false, concurrency: 4, running: 4 }), running: 4 },
  ],
  ['switched off', 'the integration is switched off', {}, { lane: lane({ enabled: false }) }],
  ['paused', 'executions are paused', {}, { isPaused: true, hold }],
])('a call that is %s waits since: %s', (_what, words, call, differences) => {
  expect(whyWaits(waitingCall(call), around(differences))).toBe(words);
});

test('among the calls of all keys a call waits in the lane of its own', () => {
  const detail = {
    ...lane({ by: 'body.id', waiting: 3 }),
    runningCalls: [],
    waitingCalls: [],
    keys: [{ key: '7', running: 0, waiting: 2, hold }],
  };
  const why = (call: Parameters<typeof waitingCall>[0]) =>
    whyWaitsInLane(waitingCall(call), { lane: detail, ...moment });
  expect(why({ key: '8', place: 3 })).toBe('in the lane of 8');
  expect(why({ key: '', place: 3 })).toBe('in the lane without a key');
  expect(why({ key: '7', place: 2 })).toBe('its lane is held since 12:04:00');
  expect(why({ key: null })).toBe('its lane is being found');
  expect(why({ key: '8', nextAttemptAt: inSeconds(5) })).toBe('next attempt in 5 s');
});

test('a hold of the history says whether its head or a person caused it', () => {
  expect(deedWords({ action: 'hold', callId: null })).toBe('held');
  expect(deedWords({ action: 'hold', callId: waitingCall({}).id })).toBe('held, since its head failed');
});
