import { expect, test } from 'vitest';
import { laneDetailText } from '#main/headless/lane-text.ts';
import type { Hold } from '#shared/model/lane.ts';

const since = '2026-11-25T12:04:00.000Z';
const hold: Hold = { kind: 'hold', since, note: 'The key is away.', callId: null, until: 'resumed' };

const shown = (differences: Partial<Hold>, enabled = true): string =>
  laneDetailText({
    lane: 'order/Orders',
    integrationId: '01998d5e-0000-7000-8000-00000000000a',
    integration: 'Orders',
    enabled,
    ordered: true,
    by: null,
    hold: { ...hold, ...differences },
    heldKeys: 0,
    concurrency: 1,
    running: 0,
    waiting: 3,
    runningSince: [],
    head: null,
    oldestWaitingAt: null,
    finishedLastMinute: 0,
    meanRunMs: null,
    runningCalls: [],
    waitingCalls: [],
    keys: [],
  });

test('a lane is held by somebody who can resume it', () => {
  expect(shown({})).toBe(
    `order/Orders is held: 0 running, 3 waiting.\nHeld since ${since}: The key is away.\n`,
  );
});

test('one that waits for its secrets is not said to be held, as nobody can resume it', () => {
  const why = `Waiting for its secrets since ${since}: The key is away.\n`;
  expect(shown({ until: 'readable' })).toBe(
    `order/Orders is waiting for its secrets: 0 running, 3 waiting.\n${why}`,
  );
  expect(shown({ until: 'readable' }, false)).toBe(
    `order/Orders is switched off: 0 running, 3 waiting.\n${why}`,
  );
});
