import { expect, test } from 'vitest';
import type { CallState } from '#shared/model/call.ts';
import { noTimings } from '#shared/model/no-timings.ts';
import { tellCall, tellHold } from '#renderer/call-detail/tell.ts';
import { attempt, call, step } from './call.ts';

/** As the reader's own clock shows it. */
const local = (time: string): string => new Date(time).toISOString();
const failedAttempt = attempt({
  outcome: 'failed',
  problem: { code: 'step_failed', text: 'The execution failed' },
  steps: [step({ state: 'failed', error: 'connect ECONNREFUSED' })],
});
const cutOff = attempt({
  outcome: 'interrupted',
  problem: { code: 'interrupted', text: 'The service ended while the call ran.' },
});
const held = {
  kind: 'hold',
  since: '2026-11-25T12:04:08.000Z',
  note: 'The execution failed',
  callId: call().id,
  until: 'resumed',
} as const;
const skip = {
  at: '2026-11-25T12:05:00.000Z',
  action: 'skip',
  key: null,
  callId: call().id,
  note: 'Sent by hand.',
  by: 'Anna',
} as const;
const replay = (hour: string, state: CallState) => ({
  id: call().id,
  state,
  receivedAt: local(`2026-11-25T${hour}:00:00`),
});

const told: readonly (readonly [what: string, sentence: string, differences: Parameters<typeof call>[0]])[] =
  [
    ['a call that did not wait', 'Succeeded in 41 ms.', { runMs: 41, waitMs: 0.2 }],
    ['a call that waited', 'Succeeded in 41 ms after waiting 1.2 s.', { runMs: 41, waitMs: 1200 }],
    [
      'a refused call',
      'Refused: the API key is wrong.',
      {
        state: 'refused',
        problem: { code: 'key_wrong', text: 'The API key is wrong' },
        runMs: null,
        waitMs: null,
      },
    ],
    [
      'a refusal that begins with a name',
      'Refused: HTTP/1.0 is not taken.',
      { state: 'refused', problem: { code: 'version_unknown', text: 'HTTP/1.0 is not taken.' } },
    ],
    ['a call deep in its lane', 'Waiting: place 3 in its lane.', { state: 'waiting', place: 3 }],
    ['the next call of a lane', 'Waiting: it is the next in its lane.', { state: 'waiting', place: 1 }],
    ['a running call', 'Running after waiting 1.2 s.', { state: 'running', place: 0, waitMs: 1200 }],
    [
      'a failed call',
      'Failed in the step “send” after 8.0 ms: connect ECONNREFUSED.',
      {
        state: 'failed',
        steps: [step({ state: 'failed', error: 'connect ECONNREFUSED\n    at net' })],
        problem: { code: 'step_failed', text: 'The execution failed' },
      },
    ],
    [
      'a cancelled call',
      'Cancelled after waiting 3.0 s: the caller hung up.',
      { state: 'cancelled', waitMs: 3000, problem: { code: 'caller_gone', text: 'The caller hung up' } },
    ],
    [
      'a call whose caller had a time-out',
      'Succeeded in 41 ms. The caller was answered 504 after 1.0 s, before the result was there.',
      { runMs: 41, answeredStatus: 504, timings: { ...noTimings, answeredMs: 1000 } },
    ],
    [
      'a call whose caller hung up',
      'Succeeded in 41 ms. The caller hung up after 20 ms.',
      { runMs: 41, timings: { ...noTimings, callerGoneMs: 20 } },
    ],
    [
      'a call that will be tried again',
      'Waiting for the next attempt at 2026-11-25 12:09:07; attempt 1 failed in the step “send”: connect ECONNREFUSED.',
      {
        state: 'waiting',
        place: 1,
        runMs: 8,
        attempts: [failedAttempt],
        problem: { code: 'step_failed', text: 'The execution failed' },
        nextAttemptAt: local('2026-11-25T12:09:07'),
      },
    ],
    [
      'the head of a held lane',
      'Waiting at the head of its lane, which is held; attempt 1 failed in the step “send”: connect ECONNREFUSED.',
      { state: 'waiting', place: 1, attempts: [failedAttempt], hold: held },
    ],
    [
      'a call behind the head of a held lane',
      'Waiting: place 3 in its lane, which is held.',
      { state: 'waiting', place: 3, attempt: 0, hold: { ...held, callId: 'another' } },
    ],
    [
      'the head of a lane that lacks a secret',
      'Waiting at the head of its lane, which waits until its secrets can be read.',
      { state: 'waiting', place: 1, attempt: 0, hold: { ...held, callId: null, until: 'readable' } },
    ],
    [
      'a call that was cut off and runs again',
      'Waiting: it is the next in its lane; attempt 1 was cut off: the service ended while the call ran.',
      { state: 'waiting', place: 1, attempts: [cutOff] },
    ],
    ['a second attempt', 'Running attempt 2.', { state: 'running', attempt: 2, waitMs: 5000 }],
    [
      'a call that succeeded in the end',
      'Succeeded at attempt 3 in 41 ms.',
      { attempt: 3, runMs: 41, waitMs: 5000 },
    ],
    [
      'a call that a crash ended',
      'Interrupted, and not run again: the service ended while the call ran.',
      { state: 'interrupted', runMs: null, problem: cutOff.problem, attempts: [cutOff] },
    ],
    [
      'a call that ended the process each time',
      'Given up at attempt 3: the service ended three times while the call ran.',
      {
        state: 'failed',
        attempt: 3,
        runMs: null,
        problem: { code: 'poison', text: 'The service ended three times while the call ran.' },
        attempts: [1, 2, 3].map((number) => ({ ...cutOff, attempt: number })),
      },
    ],
    [
      'a head that somebody skipped',
      'Skipped; attempt 1 failed in the step “send”: connect ECONNREFUSED.',
      { state: 'failed', attempts: [failedAttempt], events: [skip] },
    ],
    [
      'a call that was skipped before it ran',
      'Skipped before it ran.',
      { state: 'failed', attempt: 0, events: [skip], problem: { code: 'skipped', text: '' } },
    ],
    [
      'a call that came again',
      'Succeeded in 41 ms. The same request came again 3 times with its idempotency key and was not run again.',
      { runMs: 41, repeats: 3 },
    ],
    ['a replay', 'Succeeded in 41 ms. It is a replay of an earlier call.', { runMs: 41, origin: call().id }],
    [
      'a call that was replayed',
      'Succeeded in 41 ms. It was replayed at 2026-11-25 13:00:00, which failed.',
      { runMs: 41, replays: [replay('13', 'failed')] },
    ],
    [
      'a replay that was replayed again and again',
      'Succeeded in 41 ms. It is a replay of an earlier call. It was replayed 2 times; the last, at 2026-11-25 14:00:00, still waits.',
      { runMs: 41, origin: call().id, replays: [replay('14', 'waiting'), replay('13', 'failed')] },
    ],
  ];

const moment = { nowMs: Date.parse('2026-12-01T12:00:00Z'), isPaused: false };

test.each(told)('%s is told as: %s', (_what, sentence, differences) => {
  expect(tellCall(call(differences), moment)).toBe(sentence);
});

test('a call that waits while executions are paused is told so', () => {
  const waiting = call({ state: 'waiting', place: 1, attempt: 0 });
  expect(tellCall(waiting, { ...moment, isPaused: true })).toBe(
    'Waiting: it is the next in its lane, and executions are paused.',
  );
});

test('the hold of a lane says what stops it: nobody holds one that waits for its secrets', () => {
  const told = (differences: Partial<Parameters<typeof tellHold>[0]>) =>
    tellHold({ ...held, note: '', ...differences }, 'noon');
  expect(told({})).toBe('The lane is held since noon.');
  expect(told({ kind: 'drain', note: 'We move.' })).toBe(
    'The lane is drained and takes no more calls since noon: We move.',
  );
  expect(told({ until: 'readable', note: 'The key is away.' })).toBe(
    'The lane has waited for its secrets since noon: The key is away.',
  );
});
