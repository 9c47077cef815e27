import { expect, test } from 'vitest';
import type { LaneDeps } from '#main/lane/deps.ts';
import { findKeys } from '#main/lane/find-keys.ts';
import type { ExecutionOutcome } from '#main/ports/run.ts';
import { problem } from '#shared/problem.ts';

const call = {
  id: 'one',
  sequence: 1,
  keyLabel: null,
  lane: 'abcde/Orders',
  receivedAtMs: 0,
  nextAttemptAtMs: null,
  request: { method: 'POST', path: '/abcde/Orders', queryJson: '{}', headersJson: '[]', body: null },
};
const found: ExecutionOutcome = {
  state: 'succeeded',
  answer: { status: 200, headers: [], body: Buffer.from('"A-7"') },
  problem: null,
  failStatus: null,
  stepsJson: '[]',
  runMs: 1,
};
const lost: ExecutionOutcome = { ...found, state: 'failed', answer: null, problem: problem('worker_lost') };

/** Where the call is put whose evaluations end so, one after the other. */
async function placed(...outcomes: ExecutionOutcome[]) {
  const deps = {
    calls: { unplaced: async () => [call] },
    run: { execute: async () => outcomes.shift() },
  } as unknown as LaneDeps;
  const placements = await findKeys(deps, [1], { expression: 'body.customer', hiddenBodyPaths: [] });
  if (typeof placements === 'string') throw new Error(placements);
  return placements.map(({ laneKey, note }) => ({ laneKey, note }));
}

test('a call whose evaluation was beside a lost thread is evaluated once more', async () => {
  expect(await placed(lost, found)).toEqual([{ laneKey: '#A-7', note: null }]);
});

test('a call whose evaluation is lost twice has no key', async () => {
  expect(await placed(lost, lost, found)).toEqual([{ laneKey: '#', note: problem('worker_lost').detail }]);
});
