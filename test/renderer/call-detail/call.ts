import type { CallDetail } from '#shared/model/call.ts';
import { noTimings } from '#shared/model/no-timings.ts';

/** A call that succeeded in 8 ms and was answered 202 at once; tests say what is different. */
export function call(differences: Partial<CallDetail> = {}): CallDetail {
  return {
    id: '01998d5e-0000-7000-8000-000000000001',
    sequence: 7,
    integration: 'CreateCustomerRecord',
    integrationId: '01998d5e-0000-7000-8000-00000000000a',
    integrationVersion: 1,
    method: 'POST',
    path: '/t37ed/CreateCustomerRecord',
    receivedAt: '2026-11-25T12:04:07.412Z',
    keyLabel: 'ERP',
    state: 'succeeded',
    problem: null,
    answeredStatus: 202,
    lane: 't37ed/CreateCustomerRecord',
    laneSequence: 3,
    attempt: 1,
    nextAttemptAt: null,
    waitMs: 0.4,
    runMs: 8,
    totalMs: 9,
    requestBytes: 12,
    origin: null,
    place: null,
    hold: null,
    request: {
      method: 'POST',
      path: '/t37ed/CreateCustomerRecord',
      rawQuery: '',
      query: {},
      headers: [['content-type', 'application/json']],
      httpVersion: '1.1',
      remoteAddress: '127.0.0.1',
      peerAddress: null,
      bodyFinding: null,
      body: { encoding: 'text', data: '{"id":1}', bytes: 8, cut: false, isMasked: false },
    },
    response: null,
    answered: null,
    repeats: 0,
    replays: [],
    steps: [],
    events: [],
    attempts: [],
    timings: { ...noTimings, authorisedMs: 0.2, storedMs: 0.6, startedMs: 1, finishedMs: 9, answeredMs: 0.7 },
    ...differences,
  };
}

export const step = (
  differences: Partial<CallDetail['steps'][number]> = {},
): CallDetail['steps'][number] => ({
  name: 'send',
  kind: 'httpRequest',
  state: 'succeeded',
  startedMs: 1,
  durationMs: 5,
  input: null,
  output: null,
  error: null,
  ...differences,
});

/** An attempt that succeeded in 8 ms. */
export const attempt = (
  differences: Partial<CallDetail['attempts'][number]> = {},
): CallDetail['attempts'][number] => ({
  attempt: 1,
  startedAt: '2026-11-25T12:04:07.413Z',
  finishedAt: '2026-11-25T12:04:07.421Z',
  outcome: 'succeeded',
  problem: null,
  steps: [],
  ...differences,
});
