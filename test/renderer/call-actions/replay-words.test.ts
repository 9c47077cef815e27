import { expect, test } from 'vitest';
import { replayNews } from '#renderer/call-actions/replay-words.ts';
import type { Replay } from '#shared/model/replay.ts';

const replay = (differences: Partial<Replay>): Replay => ({
  id: '01998d5e-0000-7000-8000-000000000001',
  startedAt: '2026-11-25T12:00:00.000Z',
  by: 'Anna',
  selection: { filter: {} },
  state: 'running',
  total: 200,
  sent: 0,
  leftOut: 0,
  lastProblem: null,
  waitsFor: null,
  ...differences,
});

test('a replay is read out when it begins, at each tenth, and when it ends', () => {
  const said = Array.from({ length: 200 }, (_, sent) => replayNews(replay({ sent })));
  const news = said.filter((words, at) => words !== said[at - 1]);
  expect(news).toEqual([
    'A replay of 200 calls has begun.',
    ...[10, 20, 30, 40, 50, 60, 70, 80, 90].map((percent) => `Replay: ${percent} % of 200 calls.`),
  ]);
  expect(replayNews(replay({ state: 'done', sent: 200 }))).toBe('Replay done: 200 of 200 sent.');
});
