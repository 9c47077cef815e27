import { expect, test } from 'vitest';
import type { DryRun } from '#shared/model/dry-run.ts';
import { compareHeard } from '#renderer/workflow/compare-heard.ts';
import { call as madeCall } from '../call-detail/call.ts';

const response = (data: string) => ({
  status: 200,
  headers: [],
  body: { encoding: 'text' as const, data, bytes: data.length, cut: false },
});
const call = madeCall({ state: 'succeeded', problem: null, response: response('1') });
const dryRun: DryRun = {
  state: 'succeeded',
  problem: null,
  input: null,
  steps: [],
  response: response('1'),
  runMs: 1,
};

test('the same answer is the same, and another one is told apart', () => {
  expect(compareHeard({ call, dryRun, fault: null })).toEqual({
    live: { title: 'succeeded, status 200', body: '1' },
    draft: { title: 'succeeded, status 200', body: '1' },
    isSame: true,
  });
  const other = { ...dryRun, response: response('2') };
  expect(compareHeard({ call, dryRun: other, fault: null }).isSame).toBe(false);
});

test('what failed has its reason in place of an answer, and what was not run why', () => {
  const failed = {
    ...dryRun,
    state: 'failed' as const,
    response: null,
    problem: { code: 'step_failed', text: 'No.' },
  };
  expect(compareHeard({ call, dryRun: failed, fault: null }).draft).toEqual({ title: 'failed', body: 'No.' });
  expect(compareHeard({ call, dryRun: null, fault: 'Gone.' })).toMatchObject({
    draft: { title: 'was not run', body: 'Gone.' },
    isSame: false,
  });
});
