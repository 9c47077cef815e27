import { expect, test } from 'vitest';
import { type Job, lossOf } from '#main/run/job.ts';
import { type Holder, nowMs } from '#main/run/pulse.ts';
import { requestOf } from './run-workflow.ts';

const request = requestOf([{ name: 'a', kind: 'transform', expression: '1' }], { timeoutMs: 10_000 });

/** An execution that was asked for a minute ago, in a thread that is gone. */
const jobOf = (more: Partial<Job>): Job => ({
  id: 1,
  request,
  onAnswer: () => undefined,
  settle: () => undefined,
  askedMs: nowMs() - 60_000,
  beganMs: null,
  expectedMs: 1,
  isNoticed: false,
  answer: null,
  losses: 1,
  ...more,
});

const nobody: Holder = { id: 0, sinceMs: 0, untilMs: 0, limitMs: 0, step: -1 };
const another: Holder = { ...nobody, id: 2, sinceMs: nowMs() - 7_000, untilMs: nowMs() - 1_000 };
const codeOf = (job: Job, holder: Holder) => lossOf(job, holder, 'The thread ended.')?.code ?? null;

test('whose time has passed since it began has timed out, where nobody is known to have held the thread', () => {
  expect(codeOf(jobOf({ beganMs: nowMs() - 11_000 }), nobody)).toBe('execution_timed_out');
  expect(codeOf(jobOf({ beganMs: nowMs() - 5_000 }), nobody)).toBe(null);
});

test('who never began, or stood beside the one that held the thread, runs again', () => {
  expect(codeOf(jobOf({}), nobody)).toBe(null);
  expect(codeOf(jobOf({}), another)).toBe(null);
  expect(codeOf(jobOf({ beganMs: nowMs() - 11_000 }), another)).toBe(null);
});

test('what others may have noticed, or what outlived too many threads, is lost', () => {
  expect(codeOf(jobOf({ isNoticed: true }), another)).toBe('worker_lost');
  expect(codeOf(jobOf({ losses: 3 }), another)).toBe('worker_lost');
});
