// What a lane does, and why a call waits, in words. Pure.
import { asClause } from '#renderer/ui/as-clause.ts';
import { formatMs, formatNumberOf, formatSince } from '#renderer/ui/format.ts';
import type { Tone } from '#renderer/ui/StateBadge.tsx';
import {
  type Hold,
  type LaneDetail,
  type LaneEvent,
  type LaneSummary,
  stateOfLane,
  type WaitingCall,
} from '#shared/model/lane.ts';

/** What is so at the moment that is told of. */
export interface Moment {
  readonly nowMs: number;
  /** After a crash loop, until somebody resumes them. */
  readonly isPaused: boolean;
}

export function laneWords(lane: LaneSummary, { nowMs, isPaused }: Moment): readonly [Tone, string] {
  const state = stateOfLane(lane);
  if (state === 'off') return ['off', 'switched off'];
  if (isPaused && lane.waiting > 0) return ['bad', 'executions are paused'];
  if (lane.hold !== null) return [state === 'held' ? 'bad' : 'waiting', stopWords(lane.hold, nowMs)];
  if (state === 'running') return ['busy', lane.waiting > 0 ? 'moving' : 'running'];
  if (state === 'idle') return ['off', 'idle'];
  const again = lane.by !== null || lane.head === null ? null : nextAttempt(lane.head, nowMs);
  return again === null ? ['waiting', 'not moving'] : ['waiting', again];
}

export const orderWords = ({ by, ordered, concurrency }: LaneSummary): string =>
  by !== null ? `in order for each ${by}` : ordered ? 'in order' : `up to ${concurrency} at once`;

/** Since when a lane stands still or takes no more; the reason stands beside it. */
export function stopWords({ kind, since, until }: Hold, nowMs: number): string {
  const held = until === 'readable' ? 'without its secrets' : 'held';
  return `${kind === 'hold' ? held : 'draining, takes no more calls,'} since ${formatSince(since, nowMs)}`;
}

/** What a waiting call is measured by: its lane, and how many of that run. */
export interface Surroundings extends Moment {
  readonly lane: LaneSummary;
  /** The hold of its own lane, or of all of them. */
  readonly hold: Hold | null;
  /** Calls of its own lane that run. */
  readonly running: number;
}

/** Why a call waits, in the fewest words. */
export function whyWaits(call: WaitingCall, at: Surroundings): string {
  const { lane, hold, running, nowMs } = at;
  const still = standsStill(call, at);
  if (still !== null) return still;
  const ahead = call.place - 1 + (lane.ordered ? running : 0);
  if (hold?.kind === 'hold') {
    const how = hold.until === 'readable' ? 'waits for its secrets' : 'is held';
    if (ahead > 0) return `${behind(ahead)}, and the lane ${how}`;
    return `${stopWords(hold, nowMs)}${reason(hold.note)}`;
  }
  const again = nextAttempt(call, nowMs);
  if (again !== null) return again;
  if (ahead > 0) return behind(ahead);
  return lane.running >= lane.concurrency ? 'the next, when a place is free' : 'the next to start';
}

/** The same among the calls of all keys, where a place says nothing of the call's own lane. */
export function whyWaitsInLane(call: WaitingCall, at: Moment & { readonly lane: LaneDetail }): string {
  const { lane, nowMs } = at;
  const still = standsStill(call, at);
  if (still !== null) return still;
  const hold = lane.hold ?? lane.keys.find(({ key }) => key === call.key)?.hold;
  if (hold?.kind === 'hold') return `its lane is ${stopWords(hold, nowMs)}`;
  return nextAttempt(call, nowMs) ?? `in the lane ${call.key === '' ? 'without a key' : `of ${call.key}`}`;
}

/** What keeps every call of the queue waiting, or this one from being in a lane at all. */
function standsStill(
  call: WaitingCall,
  { lane, isPaused }: Moment & { readonly lane: LaneSummary },
): string | null {
  if (isPaused) return 'executions are paused';
  if (!lane.enabled) return 'the integration is switched off';
  return lane.by !== null && call.key === null ? 'its lane is being found' : null;
}

const behind = (ahead: number): string => `behind ${formatNumberOf(ahead, 'call')}`;

/** The wait between two attempts; null where the call waits for something else. */
export function nextAttempt(
  { nextAttemptAt, problem }: Pick<WaitingCall, 'nextAttemptAt' | 'problem'>,
  nowMs: number,
): string | null {
  if (nextAttemptAt === null) return null;
  return `next attempt ${countdown(nextAttemptAt, nowMs)}${problem === null ? '' : ` after${reason(problem.text)}`}`;
}

/** Whole seconds: tenths would flicker. */
function countdown(iso: string, nowMs: number): string {
  const seconds = Math.ceil((Date.parse(iso) - nowMs) / 1_000);
  if (seconds <= 0) return 'now';
  return `in ${seconds < 60 ? `${seconds} s` : formatMs(seconds * 1_000)}`;
}

const reason = (text: string): string => {
  const [first = ''] = text.trim().split('\n', 1);
  return first === '' ? '' : `: ${asClause(first)}`;
};

const deeds: Readonly<Record<LaneEvent['action'], string>> = {
  hold: 'held',
  resume: 'resumed',
  retry: 'head tried again',
  skip: 'head skipped',
  cancel: 'call cancelled',
  drain: 'drained',
  unkeyed: 'put into the lane without a key',
};

export const deedWords = ({ action, callId }: Pick<LaneEvent, 'action' | 'callId'>): string =>
  action === 'hold' && callId !== null ? 'held, since its head failed' : deeds[action];
