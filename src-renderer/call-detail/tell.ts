import type { CallDetail } from '#shared/model/call.ts';
import { formatMs } from '#renderer/ui/format.ts';

/** Below this a wait is not worth a word. */
const noticedWaitMs = 10;

/** What happened to a call, in one sentence (and a second one where the caller saw something else). */
export function tellCall(call: CallDetail): string {
  return [outcome(call), callerSaw(call)].filter((sentence) => sentence !== '').join(' ');
}

function outcome(call: CallDetail): string {
  const waited =
    call.waitMs !== null && call.waitMs >= noticedWaitMs ? ` after waiting ${formatMs(call.waitMs)}` : '';
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

function because(call: CallDetail): string {
  const error = call.steps.find(({ state }) => state === 'failed')?.error;
  const reason = (error ?? call.problem?.text ?? '').trim().replace(/\.$/, '');
  return reason === '' ? '' : `: ${asClause(firstLine(reason))}`;
}

const firstLine = (text: string): string => text.split('\n', 1)[0]!;

/** A sentence after a colon starts small, unless its first word is a name such as `API` or `TypeError`. */
const asClause = (text: string): string =>
  /^[A-Z](?:[a-z]*(?:\s|$))/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;

function callerSaw({ state, answeredStatus, timings }: CallDetail): string {
  if (timings.callerGoneMs !== null) return `The caller hung up after ${formatMs(timings.callerGoneMs)}.`;
  if (answeredStatus !== 504 || state === 'refused') return '';
  const after = timings.answeredMs === null ? '' : ` after ${formatMs(timings.answeredMs)}`;
  return `The caller was answered 504${after}, before the result was there.`;
}
