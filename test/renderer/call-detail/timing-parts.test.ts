import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noTimings } from '#shared/model/no-timings.ts';
import { timingParts } from '#renderer/call-detail/timing-parts.ts';
import { attempt, call, step } from './call.ts';

const shown = (differences: Parameters<typeof call>[0], ageMs = 0) => {
  const { parts, marks, totalMs } = timingParts(call(differences), ageMs);
  return {
    parts: parts.map(({ label, fromMs, toMs, open }) => [label, fromMs, toMs, ...(open ? ['open'] : [])]),
    marks: marks.map(({ label, atMs }) => [label, atMs]),
    totalMs,
  };
};

test('a finished call shows what each millisecond went to, up to its end', () => {
  expect(
    shown({
      steps: [
        step(),
        step({ name: 'skipped', state: 'skipped' }),
        step({ name: 'answer', startedMs: 6, durationMs: 1 }),
      ],
    }),
  ).toEqual({
    parts: [
      ['Authorised', 0, 0.2],
      ['Body read, put on disk', 0.2, 0.6],
      ['Waited in the lane', 0.6, 1],
      ['Before the first step', 1, 2],
      ['send', 2, 7],
      ['answer', 7, 8],
      ['Finished', 8, 9],
    ],
    marks: [['Answered 202', 0.7]],
    totalMs: 9,
  });
});

test('a call that could start at once has no wait in its strip', () => {
  const timings = { ...noTimings, authorisedMs: 0.2, storedMs: 0.6, startedMs: 0.63, finishedMs: 9 };
  expect(timingParts(call({ timings }), 0).parts.map(({ label }) => label)).not.toContain(
    'Waited in the lane',
  );
});

test('a call without a body has none read', () => {
  const [, without] = timingParts(call({ requestBytes: 0 }), 0).parts;
  expect(without).toMatchObject({ label: 'Put on disk' });
  const [, withBody] = timingParts(call({ requestBytes: 45 }), 0).parts;
  expect(withBody).toMatchObject({
    label: 'Body read, put on disk',
    meaning: expect.stringContaining('declares'),
  });
});

test('between steps is said by its name, with what it means', () => {
  const steps = [step(), step({ name: 'answer', startedMs: 7, durationMs: 1 })];
  const { parts } = timingParts(call({ steps }), 0);
  expect(parts.find(({ label }) => label === 'Between steps')).toMatchObject({
    fromMs: 7,
    toMs: 8,
    meaning: 'The input of the next step was prepared from what was there',
  });
});

test('what was reached without a time that is known is said, of a refused call never', () => {
  const timings = { ...noTimings, authorisedMs: 0.2, finishedMs: 9 };
  expect(timingParts(call({ timings }), 0).unknown).toEqual(['Put on disk', 'Answered 202']);
  expect(timingParts(call({ timings, answeredStatus: null }), 0).unknown).toEqual(['Put on disk']);
  expect(timingParts(call({ timings, state: 'refused' }), 0).unknown).toEqual([]);
});

test('a waiting call shows a wait that lasts until now', () => {
  const timings = { ...noTimings, authorisedMs: 0.2, storedMs: 0.6 };
  expect(shown({ state: 'waiting', timings }, 500)).toEqual({
    parts: [
      ['Authorised', 0, 0.2],
      ['Body read, put on disk', 0.2, 0.6],
      ['Waiting in the lane', 0.6, 500, 'open'],
    ],
    marks: [],
    totalMs: 500,
  });
});

test('a running call shows a run that lasts until now', () => {
  const timings = { ...noTimings, authorisedMs: 0.2, storedMs: 0.6, startedMs: 100 };
  expect(shown({ state: 'running', timings }, 500).parts.slice(2)).toEqual([
    ['Waited in the lane', 0.6, 100],
    ['Running', 100, 500, 'open'],
  ]);
});

test('a call whose caller waits for the result shows how long that took to be kept', () => {
  const timings = { ...noTimings, storedMs: 1, startedMs: 1, finishedMs: 5, answeredMs: 7 };
  expect(shown({ timings, answeredStatus: 200 })).toEqual({
    parts: [
      ['Body read, put on disk', 0, 1],
      ['Workflow', 1, 5],
      ['Result put on disk', 5, 7],
    ],
    marks: [['Answered 200', 7]],
    totalMs: 7,
  });
});

test('a refused call shows how long its refusal took', () => {
  const timings = { ...noTimings, answeredMs: 0.3 };
  expect(shown({ state: 'refused', answeredStatus: 401, timings })).toEqual({
    parts: [['Refused', 0, 0.3]],
    marks: [['Answered 401', 0.3]],
    totalMs: 0.3,
  });
});

test('a call whose caller hung up shows when', () => {
  const timings = { ...noTimings, callerGoneMs: 12, answeredMs: 20 };
  expect(shown({ timings, answeredStatus: 504 }).marks).toEqual([
    ['Caller hung up', 12],
    ['Answered 504', 20],
  ]);
});

test('parts never overlap, go backwards or leave a gap, whatever the clocks say', () => {
  const moment = fc.option(fc.double({ min: 0, max: 1000, noNaN: true }), { nil: null });
  fc.assert(
    fc.property(
      fc.record({
        authorisedMs: moment,
        storedMs: moment,
        startedMs: moment,
        finishedMs: moment,
        answeredMs: moment,
        callerGoneMs: moment,
      }),
      fc.array(
        fc.record({
          startedMs: fc.double({ min: 0, max: 900, noNaN: true }),
          durationMs: fc.double({ min: 0, max: 90, noNaN: true }),
        }),
      ),
      fc.constantFrom('refused' as const, 'waiting' as const, 'running' as const, 'succeeded' as const),
      (timings, steps, state) => {
        const { parts, totalMs } = timingParts(call({ timings, state, steps: steps.map(step) }), 1200);
        let reachedMs = 0;
        for (const { fromMs, toMs } of parts) {
          expect(fromMs).toBe(reachedMs);
          expect(toMs).toBeGreaterThanOrEqual(fromMs);
          reachedMs = toMs;
        }
        expect(totalMs).toBeGreaterThanOrEqual(reachedMs);
      },
    ),
  );
});

const tried = [
  attempt({ outcome: 'failed' }),
  attempt({
    attempt: 2,
    startedAt: '2026-11-25T12:04:08.412Z',
    finishedAt: '2026-11-25T12:04:08.442Z',
    outcome: 'failed',
  }),
];

test('a call that is tried again shows its attempts and the waits between them', () => {
  const timings = { ...noTimings, authorisedMs: 0.2, storedMs: 0.6, startedMs: 1000 };
  expect(shown({ state: 'waiting', answeredStatus: null, attempts: tried, timings }, 2000).parts).toEqual([
    ['Authorised', 0, 0.2],
    ['Body read, put on disk', 0.2, 0.6],
    ['Waited in the lane', 0.6, 1],
    ['Attempt 1', 1, 9],
    ['Waited to try again', 9, 1000],
    ['Attempt 2', 1000, 1030],
    ['Waiting to try again', 1030, 2000, 'open'],
  ]);
});

test('the last attempt of a call shows its steps', () => {
  const timings = { ...noTimings, storedMs: 0.6, startedMs: 1000, finishedMs: 1010 };
  const last = attempt({ ...tried[1], outcome: 'succeeded' });
  expect(shown({ attempts: [tried[0]!, last], steps: [step()], timings }).parts.slice(1)).toEqual([
    ['Waited in the lane', 0.6, 1],
    ['Attempt 1', 1, 9],
    ['Waited to try again', 9, 1000],
    ['Before the first step', 1000, 1001],
    ['send', 1001, 1006],
    ['Finished', 1006, 1010],
  ]);
});

test('a call that was skipped between its attempts shows those, and the wait until somebody did', () => {
  const timings = { ...noTimings, authorisedMs: 0.2 };
  const skipped = { state: 'failed', attempts: tried, timings, totalMs: 3000 } as const;
  expect(shown(skipped).parts.slice(-3)).toEqual([
    ['Waited to try again', 9, 1000],
    ['Attempt 2', 1000, 1030],
    ['Waited to try again', 1030, 3000],
  ]);
});

test('a call that was cancelled before it began has waited until then', () => {
  const timings = { ...noTimings, authorisedMs: 0.2, storedMs: 0.6, finishedMs: 1_500 };
  const { parts } = shown({
    state: 'cancelled',
    attempt: 0,
    attempts: [],
    steps: [],
    totalMs: 1_500,
    timings,
  });
  expect(parts.at(-1)).toEqual(['Waited in the lane', 0.6, 1_500]);
});

test('an attempt that ended with the service is not said to have run until the next one', () => {
  const died = attempt({ outcome: 'interrupted', startedAt: '2026-05-01T10:00:01.000Z', finishedAt: null });
  const again = attempt({ attempt: 2, startedAt: '2026-05-01T10:00:09.000Z' });
  const { parts, unknown } = timingParts(
    call({
      receivedAt: '2026-05-01T10:00:00.000Z',
      attempt: 2,
      attempts: [died, again],
      timings: { ...noTimings, startedMs: 9_000, finishedMs: 9_010 },
    }),
    0,
  );
  expect(parts.find(({ label }) => label === 'Attempt 1, and the service was down')?.toMs).toBe(9_000);
  expect(unknown).toContain('End of attempt 1');
});
