import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CallSummary } from '#shared/model/call.ts';
import {
  emptyLog,
  expecting,
  heldText,
  keptRows,
  type LogState,
  released,
  withBatch,
  withListed,
  withOlder,
} from '#renderer/call-log/log-state.ts';
import { summary } from './summary.ts';

const all = () => true;
const reading = { holding: true, fits: all };
const following = { holding: false, fits: all };
const batch = (...calls: CallSummary[]) => ({ calls, perSecond: calls.length });
const range = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, at) => summary(from - at));
const shown = (state: LogState) => state.rows.map(({ sequence }) => sequence);
const listed = (from: number, to: number) =>
  withListed(emptyLog, { calls: range(from, to), nextBefore: to > 1 ? to : null }, false);

test('a call that came while the list was under way is not lost, and none is shown twice', () => {
  const state = withBatch(listed(10, 8), batch(summary(11), summary(10)), following);
  expect(shown(state)).toEqual([11, 10, 9, 8]);
});

test('new calls wait while somebody reads, and calls that are shown still change', () => {
  const open = withListed(
    emptyLog,
    { calls: [summary(2, { state: 'running' }), summary(1)], nextBefore: null },
    false,
  );
  const state = withBatch(open, batch(summary(2, { state: 'failed' }), summary(3), summary(4)), reading);
  expect(shown(state)).toEqual([2, 1]);
  expect(state.rows[0]?.state).toBe('failed');
  expect(state.held.length).toBe(2);
  expect(shown(released(state))).toEqual([4, 3, 2, 1]);
});

test('a change of a held call does not count it twice', () => {
  const once = withBatch(listed(2, 1), batch(summary(3, { state: 'running' })), reading);
  const twice = withBatch(once, batch(summary(3, { state: 'succeeded' })), reading);
  expect(twice.held.length).toBe(1);
  expect(released(twice).rows[0]?.state).toBe('succeeded');
});

test('a call that no longer fits the filter leaves the list', () => {
  const fits = ({ state }: CallSummary) => state === 'waiting';
  const state = withListed(
    emptyLog,
    { calls: [summary(1, { state: 'waiting', attempt: 0 })], nextBefore: null },
    false,
  );
  expect(shown(withBatch(state, batch(summary(1, { state: 'running' })), { holding: false, fits }))).toEqual(
    [],
  );
});

test('a change of a call older than all that was listed waits for its page', () => {
  const state = listed(10, 8);
  expect(shown(withBatch(state, batch(summary(2), summary(9)), following))).toEqual([10, 9, 8]);
});

test('the rows are capped while following, and the older ones can be asked for again', () => {
  const state = withBatch(listed(keptRows, 1), batch(summary(keptRows + 1)), following);
  expect(state.rows).toHaveLength(keptRows);
  expect(state.nextBefore).toBe(2);
  expect(shown(withOlder(state, { calls: [summary(1)], nextBefore: null }, 2)).at(-1)).toBe(1);
});

test('of more held calls than are kept the newest stay, and a page brings the list back to the newest', () => {
  const state = withBatch(listed(10, 1), batch(...range(keptRows + 15, 11)), reading);
  expect(heldText(state)).toBe('20\u202f000+ new');
  expect(released(state)).toBe(state);
  const page = { calls: range(keptRows + 14, keptRows), nextBefore: keptRows };
  const back = withListed(state, page, false);
  expect([shown(back), back.held, back.nextBefore, back.nextAfter]).toEqual([
    range(keptRows + 15, keptRows).map(({ sequence }) => sequence),
    [],
    keptRows,
    null,
  ]);
});

test('where the runtime could not tell all that came, the count says that it is not all', () => {
  const held = withBatch(listed(10, 8), batch(summary(11), summary(12)), reading);
  expect(heldText(held)).toBe('2 new');
  expect(heldText(withListed(held, { calls: range(14, 9), nextBefore: 9 }, true))).toBe('4 new');
  const beyond = withListed(held, { calls: range(500, 401), nextBefore: 401 }, true);
  expect(heldText(beyond)).toBe('100+ new');
  const back = withListed(beyond, { calls: range(500, 401), nextBefore: 401 }, false);
  expect(heldText(withBatch(back, batch(summary(501)), reading))).toBe('1 new');
});

test('a list asked for again after a gap replaces the rows, unless somebody reads them', () => {
  const page = { calls: range(500, 400), nextBefore: 400 };
  expect(shown(withListed(listed(10, 8), page, false)).at(-1)).toBe(400);
  const held = withListed(listed(10, 8), page, true);
  expect(shown(held)).toEqual([10, 9, 8]);
  expect(shown(withListed(held, page, false)).at(-1)).toBe(400);
});

test('where others are missing between held calls, the list begins anew above them', () => {
  const held = withBatch(listed(10, 8), batch(summary(11), summary(12)), reading);
  const page = { calls: range(500, 401), nextBefore: 401 };
  const back = withListed(withListed(held, page, true), page, false);
  expect([shown(back), back.nextBefore]).toEqual([range(500, 401).map(({ sequence }) => sequence), 401]);
});

const sequences = (from: number, to: number) => range(from, to).map(({ sequence }) => sequence);
const newestPage = { calls: range(502, 403), nextBefore: 403 };

test('a call that comes while the list is asked for again does not hide from a reader what is missing', () => {
  const early = withBatch(expecting(listed(10, 1)), batch(summary(502)), reading);
  const later = withBatch(early, batch(summary(503)), reading);
  const held = withListed(later, newestPage, true);
  expect([shown(held), heldText(held), held.nextAfter]).toEqual([sequences(10, 1), '101+ new', 10]);
  expect(released(held)).toBe(held);
});

test('a call that comes while the list is asked for again does not join the rows across what is missing', () => {
  const early = withBatch(expecting(listed(10, 1)), batch(summary(502)), following);
  const state = withListed(early, newestPage, false);
  expect([shown(state), state.nextBefore]).toEqual([sequences(502, 403), 403]);
  // Somebody began to read meanwhile.
  const held = withListed(early, newestPage, true);
  expect([shown(held), heldText(held), held.nextAfter]).toEqual([sequences(10, 1), '100+ new', 10]);
});

test('a list that is asked for once more before it came closes the same gap', () => {
  const early = withBatch(expecting(listed(10, 1)), batch(summary(502)), reading);
  const held = withListed(expecting(early), newestPage, true);
  expect(heldText(held)).toBe('100+ new');
  const back = withListed(expecting(held), newestPage, false);
  expect([shown(back), back.nextBefore, back.nextAfter]).toEqual([sequences(502, 403), 403, null]);
});

test('a call further down that changed before the list was there does not hide what lies between', () => {
  const early = withBatch(emptyLog, batch(summary(502), summary(3)), following);
  const state = withListed(early, { calls: range(501, 401), nextBefore: 401 }, false);
  expect([shown(state), state.nextBefore]).toEqual([range(502, 401).map(({ sequence }) => sequence), 401]);
});

test('a call that came before the list leaves the list its older pages, though somebody reads', () => {
  const early = withBatch(emptyLog, batch(summary(500)), reading);
  const state = withListed(early, { calls: range(500, 401), nextBefore: 401 }, true);
  expect([shown(state).length, state.nextBefore]).toEqual([100, 401]);
});

test('a list asked for again that touches the rows keeps the older ones', () => {
  const state = withListed(listed(10, 2), { calls: range(12, 9), nextBefore: 9 }, false);
  expect(shown(state)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
  expect(state.nextBefore).toBe(2);
});

test('a page that was asked for before the rows were replaced is left out', () => {
  const state = listed(10, 8);
  expect(withOlder(state, { calls: range(3, 1), nextBefore: null }, 4)).toBe(state);
});

test('whatever is held and released when, the list ends with every call once and newest first', () => {
  const news = fc.array(fc.record({ count: fc.integer({ min: 0, max: 5 }), holding: fc.boolean() }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(news, (batches) => {
      let state = listed(3, 1);
      let last = 3;
      for (const { count, holding } of batches) {
        if (!holding) state = released(state);
        state = withBatch(state, batch(...range(last + count, last + 1).reverse()), { holding, fits: all });
        last += count;
      }
      expect(shown(released(state))).toEqual(range(last, 1).map(({ sequence }) => sequence));
    }),
  );
});
