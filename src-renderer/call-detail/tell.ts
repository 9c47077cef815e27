import type { CallDetail, CallState } from '#shared/model/call.ts';
import type { Hold } from '#shared/model/lane.ts';
import { asClause } from '#renderer/ui/as-clause.ts';
import { formatCount, formatMs, formatSince } from '#renderer/ui/format.ts';
import { lastSteps } from './attempts.ts';
import { startedMsOf } from './timing-parts.ts';

/** Below this a wait is not worth a word. */
const noticedWaitMs = 10;

/** What is so at the moment of telling. */
export interface Moment {
  readonly nowMs: number;
  /** After a crash loop, until somebody resumes them. */
  readonly isPaused: boolean;
}

/** What happened to a call, in one sentence (and more where the caller saw something else, or it came or was sent again). */
export function tellCall(call: CallDetail, moment: Moment): string {
  return [outcome(call, moment), callerSaw(call), cameAgain(call), replayed(call, moment)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function outcome(call: CallDetail, moment: Moment): string {
  const { state, attempt, runMs } = call;
  const waitMs = call.waitMs ?? (state === 'running' ? startedMsOf(call) : null);
  // Of a later attempt the wait holds the attempts before it, which the page shows one by one.
  const isNoticed = attempt <= 1 && waitMs !== null && waitMs >= noticedWaitMs;
  const waited = isNoticed ? ` after waiting ${formatMs(waitMs)}` : '';
  const run = runMs === null ? '' : ` ${formatMs(runMs)}`;
  const atAttempt = attempt > 1 ? ` at attempt ${attempt}` : '';
  switch (state) {
    case 'refused':
      return `Refused${because(call)}.`;
    case 'waiting':
      return waiting(call, moment);
    case 'running':
      return `Running${attempt > 1 ? ` attempt ${attempt}` : ''}${waited}.`;
    case 'succeeded':
      return `Succeeded${atAttempt}${run && ` in${run}`}${waited}.`;
    case 'failed':
      if (call.events.some(({ action }) => action === 'skip')) return skipped(call);
      if (call.problem?.code === 'poison') return `Given up${atAttempt}${because(call)}.`;
      return `Failed${atAttempt}${failedStep(call)}${run && ` after${run}`}${because(call)}.`;
    case 'cancelled':
      return `Cancelled${waited}${because(call)}.`;
    case 'interrupted':
      return `Interrupted${atAttempt}, and not run again${because(call)}.`;
  }
}

/** Why it waits: what its last attempt came to, what stops its lane, or who is before it. */
function waiting(call: CallDetail, { nowMs, isPaused }: Moment): string {
  const { place, hold, nextAttemptAt } = call;
  const isHeld = hold?.kind === 'hold';
  if (nextAttemptAt !== null && !isHeld && !isPaused) {
    return `Waiting for the next attempt at ${formatSince(nextAttemptAt, nowMs)}${lastAttempt(call)}.`;
  }
  const isHead = isHeld && (hold.callId === call.id || place === 1);
  const where = isHead
    ? ' at the head of its lane'
    : place === null
      ? ' in its lane'
      : place <= 1
        ? ': it is the next in its lane'
        : `: place ${place} in its lane`;
  const held = hold?.until === 'readable' ? ', which waits until its secrets can be read' : ', which is held';
  const stop = isPaused ? ', and executions are paused' : isHeld ? held : '';
  return `Waiting${where}${stop}${lastAttempt(call)}.`;
}

/** What stops its lane, since this moment. */
export function tellHold({ kind, note, until }: Hold, since: string): string {
  const stopped = kind === 'hold' ? 'is held' : 'is drained and takes no more calls';
  const how = until === 'readable' ? 'has waited for its secrets' : stopped;
  return `The lane ${how} since ${since}${note === '' ? '.' : `: ${note}`}`;
}

/** Empty where it has had none. */
function lastAttempt(call: CallDetail): string {
  const last = call.attempts.at(-1);
  if (last === undefined) return '';
  const how = last.outcome === 'interrupted' ? 'was cut off' : `failed${failedStep(call)}`;
  return `; attempt ${last.attempt} ${how}${because(call)}`;
}

function skipped(call: CallDetail): string {
  if (call.attempts.length === 0) return 'Skipped before it ran.';
  return `Skipped${lastAttempt(call)}.`;
}

function failedStep(call: CallDetail): string {
  const step = lastSteps(call).find(({ state }) => state === 'failed');
  return step ? ` in the step “${step.name}”` : '';
}

function because(call: CallDetail): string {
  const error = lastSteps(call).find(({ state }) => state === 'failed')?.error;
  const why = call.problem ?? call.attempts.at(-1)?.problem;
  // What a step threw stands as it was thrown.
  const reason = error ? firstLine(error) : asClause(firstLine(why?.text ?? ''));
  return reason === '' ? '' : `: ${reason.replace(/\.$/, '')}`;
}

const firstLine = (text: string): string => text.trim().split('\n', 1)[0]!;

function callerSaw({ state, answeredStatus, timings }: CallDetail): string {
  if (timings.callerGoneMs !== null) return `The caller hung up after ${formatMs(timings.callerGoneMs)}.`;
  if (answeredStatus !== 504 || state === 'refused') return '';
  const after = timings.answeredMs === null ? '' : ` after ${formatMs(timings.answeredMs)}`;
  return `The caller was answered 504${after}, before the result was there.`;
}

function cameAgain({ repeats }: CallDetail): string {
  if (repeats === 0) return '';
  const times = repeats === 1 ? 'once' : repeats === 2 ? 'twice' : `${formatCount(repeats)} times`;
  return `The same request came again ${times} with its idempotency key and was not run again.`;
}

/** From which call it was made, and what became of those made from it. */
function replayed({ origin, replays }: CallDetail, { nowMs }: Moment): string {
  const repeats = origin === null ? '' : 'It is a replay of an earlier call.';
  const [last] = replays;
  if (last === undefined) return repeats;
  const at = formatSince(last.receivedAt, nowMs);
  const times =
    replays.length === 1
      ? `replayed at ${at}, which`
      : `replayed ${replays.length} times; the last, at ${at},`;
  return `${repeats && `${repeats} `}It was ${times} ${stateVerbs[last.state]}.`;
}

const stateVerbs: Readonly<Record<CallState, string>> = {
  refused: 'was refused',
  waiting: 'still waits',
  running: 'runs',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
};
