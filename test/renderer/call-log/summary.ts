import type { CallSummary } from '#shared/model/call.ts';

/** A call with this sequence that succeeded; tests say what is different. */
export function summary(sequence: number, differences: Partial<CallSummary> = {}): CallSummary {
  return {
    id: `01998d5e-0000-7000-8000-${String(sequence).padStart(12, '0')}`,
    sequence,
    integration: 'ItemPrice',
    integrationId: '01998d5e-0000-7000-8000-00000000000a',
    method: 'GET',
    path: '/t37ed/ItemPrice',
    receivedAt: new Date(Date.UTC(2026, 10, 25, 12) + sequence).toISOString(),
    keyLabel: 'Web shop',
    state: 'succeeded',
    problem: null,
    answeredStatus: 200,
    lane: 't37ed/ItemPrice',
    laneSequence: sequence,
    attempt: 1,
    nextAttemptAt: null,
    waitMs: 0.1,
    runMs: 8,
    totalMs: 9,
    requestBytes: 0,
    origin: null,
    ...differences,
  };
}
