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
  /** Newer calls, held back while somebody reads; the newest of them where there are too many. */
  readonly held: CallRows;
  /** Where the next older page begins; null at the end of the log. */
  readonly nextBefore: number | null;
  /** Above which sequence calls are missing; null where the rows reach what is held, or the newest. */
  readonly nextAfter: number | null;
  /** Up to where nothing was missing when the newest calls were asked for; null where no answer is awaited. */
  readonly sureTo: number | null;
  /** What the rows were placed for, and are to be scrolled to. */
  readonly placed: { readonly inSight: number } | null;
  /** Calls were asked for, and nothing was said yet. */
  readonly isAsking: boolean;
  /** How far a search is that is under way. */
  readonly progress: Progress | null;
  /** Calls were listed, if there are any. */
  readonly isListed: boolean;
  /** Why the last page could not be had; it is asked for again. */
  readonly listError: unknown;
  /** Changes are told as they happen; otherwise shown rows may be out of date. */
  readonly isLive: boolean;
  /** Why they are not. */
  readonly streamError: unknown;
  readonly perSecond: number;
}

export const emptyLog: LogState = {
  rows: [],
  held: [],
  nextBefore: null,
  nextAfter: null,
  sureTo: null,
  placed: null,
  isAsking: false,
  progress: null,
  isListed: false,
  listError: null,
  isLive: false,
  streamError: null,
  perSecond: 0,
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

const reachOf = ({ rows, held, nextAfter }: LogState): number =>
  nextAfter ?? Math.max(rows[0]?.sequence ?? 0, held[0]?.sequence ?? 0);

/** The newest page is asked for. What the stream adds before it comes says nothing of the calls between. */
export const expecting = (state: LogState): LogState => ({
  ...state,
  sureTo: state.sureTo ?? reachOf(state),
});

/** The newest page, asked for anew: what it does not hold any more, though it lies in its range, is gone. */
export function withListed(before: LogState, page: Page, holding: boolean): LogState {
  const state = { ...before, sureTo: null };
  const sureTo = before.sureTo ?? reachOf(before);
  const top = page.calls[0]?.sequence ?? 0;
  const end = page.nextBefore ?? 0;
  const isCut = end > sureTo;
  const listed = new Set(page.calls.map(({ sequence }) => sequence));
  const stays = ({ sequence }: CallSummary) => sequence > top || sequence < end || listed.has(sequence);
  const isWithin = ({ sequence }: CallSummary) => sequence >= end;
  const rows = state.rows.filter(stays);
  const held = state.held.filter(stays);
  const newest = state.rows[0]?.sequence ?? 0;
  const shownTo = isCut ? Math.min(newest, sureTo) : newest;
  if (holding && state.isListed && shownTo > 0) {
    const isShown = ({ sequence }: CallSummary) => sequence <= shownTo;
    const news = mergeCalls(
      held,
      [...rows, ...page.calls].filter((call) => !isShown(call)),
    );
    return {
      ...state,
      rows: mergeCalls(rows.filter(isShown), page.calls.filter(isShown)),
      held: isCut ? news.filter(isWithin) : news,
      nextAfter: isCut ? (state.nextAfter ?? shownTo) : state.nextAfter,
    };
  }
  const anew = { ...state, held: [], nextAfter: null, isListed: true };
  const known = mergeCalls(rows, held);
  // Nothing but the page says what lies below the calls of the stream, or between it and rows further down.
  if (!state.isListed || isCut)
    return { ...anew, rows: mergeCalls(known.filter(isWithin), page.calls), nextBefore: page.nextBefore };
  const reachesLower = (state.rows.at(-1)?.sequence ?? Infinity) < end;
  return {
    ...anew,
    rows: mergeCalls(known, page.calls),
    nextBefore: reachesLower ? state.nextBefore : page.nextBefore,
  };
}

/** A batch of changes. While `holding`, calls newer than what is shown wait until `released`. */
export function withBatch(
  state: LogState,
  batch: Pick<CallBatch, 'calls' | 'perSecond'>,
  { holding, fits }: { readonly holding: boolean; readonly fits: (call: CallSummary) => boolean },
): LogState {
  const live = { ...state, perSecond: batch.perSecond, isLive: true, streamError: null };
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
    fitting.filter((call) => !isShown(call)),
  );
  const isTooMany = news.length > keptRows;
  return {
    ...live,
    rows: changed.length === 0 ? rows : mergeCalls(rows, changed),
    held: isTooMany ? news.slice(0, keptRows) : news,
    nextAfter: isTooMany ? (state.nextAfter ?? state.rows[0]!.sequence) : state.nextAfter,
  };
}

/** The rows beyond the kept ones are let go; the next page begins where they did. */
function trimmed(state: LogState): LogState {
  if (state.rows.length <= keptRows) return state;
  const rows = state.rows.slice(0, keptRows);
  return { ...state, rows, nextBefore: rows.at(-1)!.sequence };
}

/** Shows what was held back; where others are missing below it, the newest page has to be asked for. */
export function released(state: LogState): LogState {
  if (state.held.length === 0 || state.nextAfter !== null) return state;
  return trimmed({ ...state, held: [], rows: mergeCalls(state.rows, state.held) });
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
  const newest = rows[0]?.sequence ?? 0;
  return {
    ...state,
    rows,
    held: state.held.filter(({ sequence }) => sequence > newest),
    nextBefore: rows === all ? state.nextBefore : rows.at(-1)!.sequence,
    nextAfter: page.nextAfter,
  };
}

/**
 * Rows from another part of the log in place of those shown; what is newer is counted and not shown. The row of the
 * sequence `inSight`, or the one next to it, is what they were asked for.
 */
export function placed(state: LogState, page: Page & NewerPage, inSight: number): LogState {
  const { calls, nextBefore, nextAfter } = page;
  const rows = mergeCalls([], calls);
  return { ...state, rows, nextBefore, nextAfter, sureTo: null, placed: { inSight }, isListed: true };
}

/** `312 new`; with a plus where others are missing between them and the rows. */
export const heldText = ({ held, nextAfter }: LogState): string =>
  `${formatCount(held.length)}${nextAfter === null ? '' : '+'} new`;
