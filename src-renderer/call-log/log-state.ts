// What the live log mirrors, and how each piece of news changes it. Pure: no clock, no socket.
import { formatCount } from '#renderer/ui/format.ts';
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
  /** The newest sequence of those: a change of such a call is no news. */
  readonly droppedTo: number;
  /** The runtime had more to tell than it remembers, so that more came than is counted. */
  readonly heldUncounted: boolean;
  /** Between the held calls and the rows others may be missing. */
  readonly gap: boolean;
  /** Where the next older page begins; null at the end of the log. */
  readonly nextBefore: number | null;
  /** Above which sequence rows were let go or never listed; null where the list reaches what is held, or the newest. */
  readonly nextAfter: number | null;
  /** What the rows were placed for, and are to be scrolled to. */
  readonly placed: { readonly inSight: number } | null;
  /** Calls were asked for, and nothing was said yet. */
  readonly isAsking: boolean;
  /** How far a search is that is under way. */
  readonly progress: Progress | null;
  readonly perSecond: number;
  /** `first`: nothing was listed yet. `lost`: shown rows may be out of date. */
  readonly phase: 'first' | 'live' | 'lost';
  /** Why the last request failed. */
  readonly error: unknown;
}

const noneHeld = { held: [], heldDropped: 0, droppedTo: 0, heldUncounted: false, gap: false } as const;

export const emptyLog: LogState = {
  rows: [],
  ...noneHeld,
  nextBefore: null,
  nextAfter: null,
  placed: null,
  isAsking: false,
  progress: null,
  perSecond: 0,
  phase: 'first',
  error: null,
};

export interface Progress {
  readonly scanned: number;
  readonly of: number;
  readonly isStopped?: boolean;
}

interface Page {
  readonly calls: readonly CallSummary[];
  readonly nextBefore: number | null;
}

interface NewerPage {
  readonly calls: readonly CallSummary[];
  readonly nextAfter: number | null;
}

/** The newest page, asked for anew: what it does not hold any more, though it lies in its range, is gone. */
export function withListed(state: LogState, page: Page, holding: boolean): LogState {
  const live = { ...state, phase: 'live' as const, error: null };
  const top = page.calls[0]?.sequence ?? 0;
  const end = page.nextBefore ?? 0;
  const listed = new Set(page.calls.map(({ sequence }) => sequence));
  const stays = ({ sequence }: CallSummary) => sequence > top || sequence < end || listed.has(sequence);
  const newest = state.rows[0]?.sequence ?? 0;
  if (holding && state.rows.length > 0) {
    const known = Math.max(newest, state.held[0]?.sequence ?? 0);
    const isShown = ({ sequence }: CallSummary) => sequence <= newest;
    return {
      ...live,
      rows: mergeCalls(state.rows.filter(stays), page.calls.filter(isShown)),
      held: mergeCalls(
        state.held.filter(stays),
        page.calls.filter((call) => !isShown(call)),
      ),
      gap: state.gap || end > newest,
      heldUncounted: state.heldUncounted || end > known,
    };
  }
  if (end > newest) {
    return { ...live, rows: mergeCalls([], page.calls), nextBefore: page.nextBefore, nextAfter: null };
  }
  const reachesLower = (state.rows.at(-1)?.sequence ?? Infinity) < end;
  return {
    ...live,
    rows: mergeCalls(state.rows.filter(stays), page.calls),
    nextBefore: reachesLower ? state.nextBefore : page.nextBefore,
    nextAfter: null,
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
  if ((!holding && state.nextAfter === null) || state.rows.length === 0)
    return trimmed({ ...live, held, rows: mergeCalls(rows, fitting) });
  const isShown = ({ sequence }: CallSummary) => findPlace(rows, sequence).found;
  const changed = fitting.filter(isShown);
  const news = mergeCalls(
    held,
    fitting.filter((call) => call.sequence > state.droppedTo && !isShown(call)),
  );
  return {
    ...live,
    rows: changed.length === 0 ? rows : mergeCalls(rows, changed),
    held: news.slice(0, keptRows),
    heldDropped: state.heldDropped + Math.max(0, news.length - keptRows),
    droppedTo: news[keptRows]?.sequence ?? state.droppedTo,
    gap: state.gap || news.length > keptRows,
  };
}

/** The rows beyond the kept ones are let go; the next page begins where they did. */
function trimmed(state: LogState): LogState {
  if (state.rows.length <= keptRows) return state;
  const rows = state.rows.slice(0, keptRows);
  return { ...state, rows, nextBefore: rows.at(-1)!.sequence };
}

/** Shows what was held back. Where others are missing below it, the list begins anew with what is held. */
export function released(state: LogState): LogState {
  if (state.held.length === 0) return state;
  const none = { ...noneHeld, nextAfter: null };
  return state.gap || state.nextAfter !== null
    ? { ...state, ...none, rows: state.held, nextBefore: state.held.at(-1)!.sequence }
    : trimmed({ ...state, ...none, rows: mergeCalls(state.rows, state.held) });
}

/** An older page, joined to the end of what is shown; beyond the kept rows the newest are let go. */
export function withOlder(state: LogState, page: Page, before: number): LogState {
  // The rows were replaced while the page was on its way.
  if (state.nextBefore !== before) return state;
  const rows = mergeCalls(state.rows, page.calls);
  if (rows.length <= keptRows) return { ...state, rows, nextBefore: page.nextBefore };
  const kept = rows.slice(-keptRows);
  return { ...state, rows: kept, nextBefore: page.nextBefore, nextAfter: kept[0]!.sequence };
}

/** A newer page, joined to the beginning; `nextAfter` is null where it reaches the newest. */
export function withNewer(state: LogState, page: NewerPage, after: number): LogState {
  if (state.nextAfter !== after) return state;
  const all = mergeCalls(state.rows, page.calls);
  const rows = all.length > keptRows ? all.slice(0, keptRows) : all;
  const joined = {
    ...state,
    rows,
    nextBefore: rows === all ? state.nextBefore : rows.at(-1)!.sequence,
    nextAfter: page.nextAfter,
  };
  if (page.nextAfter !== null) return joined;
  // What came since is held, and the page has what was dropped of it.
  const newest = rows[0]?.sequence ?? 0;
  return {
    ...joined,
    ...noneHeld,
    held: state.held.filter(({ sequence }) => sequence > newest),
  };
}

/**
 * Rows from another part of the log in place of those shown; what is newer is counted and not shown. The row of the
 * sequence `inSight`, or the one next to it, is what they were asked for.
 */
export function placed(state: LogState, page: Page & NewerPage, inSight: number): LogState {
  const { calls, nextBefore, nextAfter } = page;
  const rows = mergeCalls([], calls);
  return { ...state, rows, nextBefore, nextAfter, placed: { inSight }, phase: 'live', error: null };
}

export const heldCount = ({ held, heldDropped }: LogState): number => held.length + heldDropped;

/** `312 new`; with a plus where more came than were counted. */
export const heldText = (state: LogState): string =>
  `${formatCount(heldCount(state))}${state.heldUncounted ? '+' : ''} new`;
