import { expect, test } from 'vitest';
import { attemptsOf, whyNoSteps } from '#renderer/call-detail/attempts.ts';
import { attempt, call, step } from './call.ts';

test('each attempt has the wait before it and its own steps, the last one those of the call', () => {
  const failed = [step({ state: 'failed', error: 'connect ECONNREFUSED' })];
  const steps = [step()];
  const attempts = [
    attempt({ outcome: 'failed', steps: failed }),
    attempt({
      attempt: 2,
      startedAt: '2026-11-25T12:04:12.421Z',
      finishedAt: '2026-11-25T12:04:12.521Z',
    }),
  ];
  expect(
    attemptsOf(call({ attempts, steps })).map(
      ({ attempt: number, waitedMs, ranMs, outcome, steps: did }) => ({
        number,
        waitedMs,
        ranMs,
        outcome,
        did,
      }),
    ),
  ).toEqual([
    { number: 1, waitedMs: 1, ranMs: 8, outcome: 'failed', did: failed },
    { number: 2, waitedMs: 5000, ranMs: 100, outcome: 'succeeded', did: steps },
  ]);
});

test('an attempt that still runs has no length yet', () => {
  const [running] = attemptsOf(call({ attempts: [attempt({ finishedAt: null, outcome: null })] }));
  expect(running).toMatchObject({ outcome: 'running', ranMs: null });
});

test.each([
  ['interrupted', 'worker_lost', 'The run was ended by force; what its steps did is not known.'],
  ['failed', 'execution_timed_out', 'The run was ended by force; what its steps did is not known.'],
  ['failed', 'step_failed', 'It failed before its first step.'],
  ['succeeded', null, 'The workflow has no steps; its input is the result.'],
  ['running', null, 'The steps appear here once they have run.'],
] as const)('where an attempt that %s (%s) has no steps to show, it is said why', (outcome, code, words) => {
  expect(whyNoSteps({ outcome, problem: code === null ? null : { code, text: '' } })).toBe(words);
});
