import { expect, test } from 'vitest';
import { type LaneAct, reasonAgainst, type Situation } from '#renderer/lanes/lane-acts.ts';
import type { Hold } from '#shared/model/lane.ts';
import { waitingCall } from './lane.ts';

const hold: Hold = {
  kind: 'hold',
  since: '2026-11-25T12:04:00.000Z',
  note: '',
  callId: null,
  until: 'resumed',
};
const drain: Hold = { ...hold, kind: 'drain' };
const failedHead = waitingCall({ problem: { code: 'step_failed', text: 'No.' } });
const acts: readonly LaneAct[] = ['hold', 'resume', 'retry', 'skip', 'drain'];

/** What may be done. */
const possible = (differences: Partial<Situation>): readonly LaneAct[] =>
  acts.filter(
    (act) => reasonAgainst(act, { hold: null, holdOfAll: null, head: undefined, ...differences }) === null,
  );

test('what cannot be done depends on the hold and the head', () => {
  expect(possible({})).toEqual(['hold', 'drain']);
  expect(possible({ head: waitingCall({}) })).toEqual(['hold', 'skip', 'drain']);
  expect(possible({ head: failedHead })).toEqual(['hold', 'retry', 'skip', 'drain']);
  expect(possible({ hold, head: failedHead })).toEqual(['resume', 'retry', 'skip', 'drain']);
  expect(possible({ hold: drain })).toEqual(['hold', 'resume']);
});

test('a lane whose stopped head has ended is resumed, so that nobody skips the next in its place', () => {
  const stopped = { ...hold, callId: '019b0000-0000-7000-8000-00000000000f' };
  expect(possible({ hold: stopped, head: waitingCall({}) })).toEqual(['resume', 'drain']);
  expect(possible({ hold: { ...stopped, callId: failedHead.id }, head: failedHead })).toContain('skip');
});

test('a lane without its secrets cannot be resumed by anybody, but may be held as well', () => {
  const lacking: Hold = { ...hold, until: 'readable' };
  expect(possible({ hold: lacking, head: failedHead })).toEqual(['hold', 'retry', 'skip', 'drain']);
  const goesOn = 'It goes on by itself when its secrets can be read.';
  expect(reasonAgainst('resume', { hold: lacking, holdOfAll: lacking, head: undefined })).toBe(goesOn);
  expect(reasonAgainst('resume', { hold: null, holdOfAll: lacking, head: undefined })).toBe(goesOn);
});

test('a lane of a key that stands still with all others says where to resume them', () => {
  const why = reasonAgainst('resume', { hold: null, holdOfAll: hold, head: failedHead });
  expect(why).toBe('All lanes of the integration are stopped: resume those.');
});
