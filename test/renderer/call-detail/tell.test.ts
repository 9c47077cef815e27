import { expect, test } from 'vitest';
import { noTimings } from '#shared/model/no-timings.ts';
import { tellCall } from '#renderer/call-detail/tell.ts';
import { call, step } from './call.ts';

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
      'Failed in the step send after 8.0 ms: connect ECONNREFUSED.',
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
  ];

test.each(told)('%s is told as: %s', (_what, sentence, differences) => {
  expect(tellCall(call(differences))).toBe(sentence);
});
