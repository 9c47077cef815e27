import { afterAll, expect, test } from 'vitest';
import { createExpectedWork } from '#main/run/expected-work.ts';
import type { Job } from '#main/run/job.ts';
import { findSeat, leave, type Seat, seatOf, sit } from '#main/run/seat.ts';
import { startThread } from '#main/run/thread.ts';
import { conditionsWith, requestOf, workerUrl } from './run-workflow.ts';

const seats: Seat[] = Array.from({ length: 2 }, () =>
  seatOf(
    startThread({
      workerUrl,
      heapMebibytes: 64,
      conditions: conditionsWith({}),
      onMessages: () => undefined,
      onExit: () => undefined,
    }),
  ),
);
afterAll(async () => {
  await Promise.all(seats.map(({ thread }) => thread.end()));
});

const request = requestOf([]);
let lastId = 0;
const jobOf = (expectedMs: number): Job => ({
  id: ++lastId,
  request,
  onAnswer: () => undefined,
  settle: () => undefined,
  askedMs: 0,
  beganMs: null,
  expectedMs,
  isNoticed: false,
  answer: null,
  losses: 0,
});

/** Which seat each of these executions takes, one after the other; none of them ends before the last has begun. */
function take(...expected: readonly number[]): number[] {
  const jobs = expected.map(jobOf);
  const taken = jobs.map((job) => {
    const { best } = findSeat(seats, job);
    sit(best!, job);
    return seats.indexOf(best!);
  });
  jobs.forEach((job, at) => leave(seats[taken[at]!]!, job));
  return taken;
}

test('executions that take hardly any time stay in one thread', () => {
  expect(take(0.1, 0.1, 0.1, 0.1, 0.1, 0.1)).toEqual([0, 0, 0, 0, 0, 0]);
});

test('executions that take long are shared out, and short ones keep out of their way', () => {
  expect(take(100, 100, 100)).toEqual([0, 1, 0]);
  expect(take(100, 0.1, 0.1)).toEqual([0, 1, 1]);
  expect(take(1.5, 1.5)).toEqual([0, 1]);
});

test('a program is taken for a long one until its runs have shown that it is short', () => {
  const work = createExpectedWork();
  expect(take(work.of('a@1'), work.of('a@1'))).toEqual([0, 1]);
  for (let run = 0; run < 100; run++) work.ended('a@1', 0.1);
  expect(take(work.of('a@1'), work.of('a@1'))).toEqual([0, 0]);
  expect(take(work.of('b@1'), work.of('b@1'))).toEqual([0, 1]);
});
