import type { CallDetail } from '#shared/model/call.ts';
import { asClause } from '#renderer/ui/as-clause.ts';
import { formatMs } from '#renderer/ui/format.ts';
import { startedMsOf } from './timing-parts.ts';

/** Below this a wait is not worth a word. */
const noticedWaitMs = 10;

/** What happened to a call, in one sentence (and a second one where the caller saw something else). */
export function tellCall(call: CallDetail): string {
  return [outcome(call), callerSaw(call)].filter((sentence) => sentence !== '').join(' ');
}

function outcome(call: CallDetail): string {
  const waitMs = call.waitMs ?? (call.state === 'running' ? startedMsOf(call) : null);
  const waited = waitMs !== null && waitMs >= noticedWaitMs ? ` after waiting ${formatMs(waitMs)}` : '';
  const run = call.runMs === null ? '' : ` ${formatMs(call.runMs)}`;
  switch (call.state) {
    case 'refused':
      return `Refused${because(call)}.`;
    case 'waiting':
      return `Waiting${place(call.place)}.`;
    case 'running':
      return `Running${attempts(call)}${waited}.`;
    case 'succeeded':
      return `Succeeded${run && ` in${run}`}${waited}.`;
    case 'failed':
      return `Failed${failedStep(call)}${run && ` after${run}`}${because(call)}.`;
    case 'cancelled':
      return `Cancelled${waited}${because(call)}.`;
    case 'interrupted':
      return `Interrupted${because(call)}.`;
  }
}

function place(at: number | null): string {
  if (at === null) return ' in its lane';
  return at <= 1 ? ': it is the next in its lane' : `: place ${at} in its lane`;
}

const attempts = (call: CallDetail): string => (call.attempt > 1 ? `, attempt ${call.attempt},` : '');

function failedStep(call: CallDetail): string {
  const step = call.steps.find(({ state }) => state === 'failed');
  return step ? ` in the step ${step.name}` : '';
}

function because({ steps, problem }: CallDetail): string {
  const error = steps.find(({ state }) => state === 'failed')?.error;
  // What a step threw stands as it was thrown.
  const reason = error ? firstLine(error) : asClause(firstLine(problem?.text ?? ''));
  return reason === '' ? '' : `: ${reason.replace(/\.$/, '')}`;
}

const firstLine = (text: string): string => text.trim().split('\n', 1)[0]!;

function callerSaw({ state, answeredStatus, timings }: CallDetail): string {
  if (timings.callerGoneMs !== null) return `The caller hung up after ${formatMs(timings.callerGoneMs)}.`;
  if (answeredStatus !== 504 || state === 'refused') return '';
  const after = timings.answeredMs === null ? '' : ` after ${formatMs(timings.answeredMs)}`;
  return `The caller was answered 504${after}, before the result was there.`;
}
