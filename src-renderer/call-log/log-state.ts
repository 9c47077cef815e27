// What the live log mirrors, and how each piece of news changes it. Pure: no clock, no socket.
import type { CallBatch } from '#shared/contract/calls.ts';
import type { CallSummary } from '#shared/model/call.ts';
import { type CallRows, findPlace, mergeCalls, withoutCalls } from './merge-calls.ts';

/** What is kept in memory; older calls are asked for again when somebody scrolls to them. */
export const keptRows = 20_000;

export interface LogState {
  /** What the list shows. */
  readonly rows: CallRows;
  /** Newer calls, held back while somebody reads. */
  readonly held: CallRows;
  /** How many calls beyond the held ones came meanwhile and are no longer in memory. */
  readonly heldDropped: number;
  /** Between the held calls and the rows others may be missing. */
  readonly gap: boolean;
  /** Where the next older page begins; null at the end of the log. */
  readonly nextBefore: number | null;
  readonly perSecond: number;
  /** `first`: nothing was listed yet. `lost`: shown rows may be out of date. */
  readonly phase: 'first' | 'live' | 'lost';
  /** Why the last request failed. */
  readonly error: unknown;
}

export const emptyLog: LogState = {
  rows: [],
  held: [],
  heldDropped: 0,
  gap: false,
  nextBefore: null,
  perSecond: 0,
  phase: 'first',
  error: null,
};

interface Page {
  readonly calls: readonly CallSummary[];
  readonly nextBefore: number | null;
}

/** The newest page, asked for anew: what it does not hold any more, though it lies in its range, is gone. */
export function withListed(state: LogState, page: Page, holding: boolean): LogState {
  const live = { ...state, phase: 'live' as const, error: null };
  const top = page.calls[0]?.sequence ?? 0;
  const end = page.nextBefore === null ? 0 : page.calls.at(-1)!.sequence;
  const listed = new Set(page.calls.map(({ sequence }) => sequence));
  const stays = ({ sequence }: CallSummary) => sequence > top || sequence < end || listed.has(sequence);
  const newest = state.rows[0]?.sequence ?? 0;
  if (holding && state.rows.length > 0) {
    const isShown = ({ sequence }: CallSummary) => sequence <= newest;
    return {
      ...live,
      rows: mergeCalls(state.rows.filter(stays), page.calls.filter(isShown)),
      held: mergeCalls(
        state.held.filter(stays),
        page.calls.filter((call) => !isShown(call)),
      ),
      gap: state.gap || end > newest,
    };
  }
  if (end > newest) return { ...live, rows: mergeCalls([], page.calls), nextBefore: page.nextBefore };
  const reachesLower = (state.rows.at(-1)?.sequence ?? Infinity) < end;
  return {
    ...live,
    rows: mergeCalls(state.rows.filter(stays), page.calls),
    nextBefore: reachesLower ? state.nextBefore : page.nextBefore,
  };
}

/** A batch of changes. While `holding`, calls newer than what is shown wait until `released`. */
export function withBatch(
  state: LogState,
  batch: Pick<CallBatch, 'calls' | 'perSecond'>,
  { holding, fits }: { readonly holding: boolean; readonly fits: (call: CallSummary) => boolean },
): LogState {
  const live = { ...state, perSecond: batch.perSecond, phase: 'live' as const, error: null };
  if (batch.calls.length === 0) return live;
  const gone = new Set(batch.calls.filter((call) => !fits(call)).map(({ sequence }) => sequence));
  const rows = withoutCalls(state.rows, gone);
  const held = withoutCalls(state.held, gone);
  // Calls older than all that was listed come with their page.
  const fitting = batch.calls.filter((call) => fits(call) && call.sequence >= (state.nextBefore ?? 0));
  if (!holding || state.rows.length === 0) return trimmed({ ...live, held, rows: mergeCalls(rows, fitting) });
  const isShown = ({ sequence }: CallSummary) => findPlace(rows, sequence).found;
  const changed = fitting.filter(isShown);
  const news = mergeCalls(
    held,
    fitting.filter((call) => !isShown(call)),
  );
  return {
    ...live,
    rows: changed.length === 0 ? rows : mergeCalls(rows, changed),
    held: news.slice(0, keptRows),
    heldDropped: state.heldDropped + Math.max(0, news.length - keptRows),
    gap: state.gap || news.length > keptRows,
  };
}

/** The rows beyond the kept ones are let go; the next page begins where they did. */
function trimmed(state: LogState): LogState {
  if (state.rows.length <= keptRows) return state;
  const rows = state.rows.slice(0, keptRows);
  return { ...state, rows, nextBefore: rows.at(-1)!.sequence };
}

/** Shows what was held back. */
export function released(state: LogState): LogState {
  if (state.held.length === 0) return state;
  const none = { held: [], heldDropped: 0, gap: false };
  // Where others are missing between the two, the older ones are asked for again.
  return state.gap
    ? { ...state, ...none, rows: state.held, nextBefore: state.held.at(-1)!.sequence }
    : trimmed({ ...state, ...none, rows: mergeCalls(state.rows, state.held) });
}

/** An older page, joined to the end of what is shown. */
export function withOlder(state: LogState, page: Page, before: number): LogState {
  // The rows were replaced while the page was on its way.
  if (state.nextBefore !== before) return state;
  return { ...state, rows: mergeCalls(state.rows, page.calls), nextBefore: page.nextBefore };
}

export const heldCount = ({ held, heldDropped }: LogState): number => held.length + heldDropped;
