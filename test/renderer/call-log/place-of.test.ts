import { expect, test } from 'vitest';
import { placeOf } from '#renderer/call-log/place-of.ts';
import type { LaneDetail } from '#shared/model/lane.ts';
import { summary } from './summary.ts';

const integrationId = summary(1).integrationId!;

const laneWith = (differences: Partial<LaneDetail>): ReadonlyMap<string, LaneDetail> =>
  new Map([
    [
      integrationId,
      {
        lane: 't37ed/ItemPrice',
        integrationId,
        integration: 'ItemPrice',
        enabled: true,
        ordered: true,
        by: null,
        hold: null,
        heldKeys: 0,
        keys: [],
        concurrency: 1,
        running: 1,
        waiting: 1,
        runningSince: [],
        head: null,
        oldestWaitingAt: null,
        finishedLastMinute: 0,
        meanRunMs: null,
        runningCalls: [],
        waitingCalls: [{ ...summary(2), laneSequence: 2, place: 1, key: null }],
        ...differences,
      },
    ],
  ]);

test('what runs in an ordered lane is its head, elsewhere it is not in the way of others', () => {
  const running = summary(1, { state: 'running' });
  expect(placeOf(running, laneWith({}))).toBe('head');
  expect(placeOf(running, laneWith({ ordered: false, concurrency: 4 }))).toBe('');
});

test('a call that waits has the place that its lane says', () => {
  expect(placeOf(summary(2, { state: 'waiting' }), laneWith({}))).toBe('1');
});

test('a call further behind than was looked is said to be so', () => {
  expect(placeOf(summary(9, { state: 'waiting' }), laneWith({ waiting: 8 }))).toBe('> 1');
});

test('a call that its lane no longer holds, one that ended, and one of an unknown lane have no place', () => {
  expect(placeOf(summary(1, { state: 'waiting' }), laneWith({}))).toBe('');
  expect(placeOf(summary(2), laneWith({}))).toBe('');
  expect(placeOf(summary(2, { state: 'waiting' }), new Map())).toBe('');
});
