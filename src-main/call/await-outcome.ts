// Request-Response: the caller waits for the result, for the time-out, or hangs up. Whichever comes first is
// on disk before anybody is told.
import type { Lanes } from '#main/lane/lanes.ts';
import type { LiveCall, Settled } from '#main/lane/live-call.ts';
import { pauseToRetry } from '#main/lane/pause.ts';
import { secretsUnreadable } from '#main/lane/secrets-at-hand.ts';
import { failureTold, statusFor } from '#main/lane/tell-caller.ts';
import type { CallStore } from '#main/ports/store.ts';
import { isProblemCode, problem, type Problem } from '#shared/problem.ts';
import type { AnswerTimes } from './answer-times.ts';
import { acceptedAnswer, problemAnswer, timedOutAnswer, workflowAnswer } from './answers.ts';
import type { Door } from './door.ts';
import type { Answer, IncomingCall } from './incoming-call.ts';
import type { LiveIntegration } from './registry.ts';

export interface OutcomeDeps {
  readonly door: Door;
  readonly lanes: Lanes;
  readonly calls: CallStore;
  readonly answerTimes: AnswerTimes;
  announce(call: LiveCall): void;
  report(what: string, error: unknown): void;
  tick(): number;
}

type First = Settled | { readonly kind: 'timedOut' } | { readonly kind: 'gone' };

/** A caller who waits. */
export interface WaitingCaller {
  /** What a lane tells the end to; false where the time had ended or the caller hung up. */
  readonly settle: (settled: Settled) => boolean;
  readonly first: Promise<First>;
  /** It was answered. */
  end(): void;
}

/** From here on the caller's time runs, and that it hangs up is noticed. */
export function beginToWait(incoming: IncomingCall, live: LiveIntegration, deps: OutcomeDeps): WaitingCaller {
  const { promise, resolve } = Promise.withResolvers<First>();
  const waitMs = waitOf(live).timeoutSeconds * 1_000 - (deps.tick() - incoming.receivedTick);
  let isOver = false;
  function come(first: First): boolean {
    if (isOver) return false;
    isOver = true;
    resolve(first);
    return true;
  }
  const timer = setTimeout(come, Math.max(1, waitMs), { kind: 'timedOut' } satisfies First);
  const stopListening = incoming.onGone(() => void come({ kind: 'gone' }));
  deps.door.enter();
  return {
    settle: come,
    first: promise,
    end() {
      deps.door.leave();
      clearTimeout(timer);
      stopListening();
    },
  };
}

export async function awaitOutcome(
  incoming: IncomingCall,
  live: LiveIntegration,
  call: LiveCall,
  waiting: WaitingCaller,
  deps: OutcomeDeps,
): Promise<Answer> {
  const first = await waiting.first;
  if (first.kind === 'timedOut') return timeOut(incoming, live, call, deps);
  if (first.kind === 'gone') return letGo(incoming, live, call, deps);
  return answer(incoming, live, call, first, deps);
}

function waitOf({ integration: { trigger } }: LiveIntegration) {
  if (trigger.requestResponse === false) throw new Error('The trigger does not answer with the result.');
  return trigger.requestResponse;
}

function answer(
  incoming: IncomingCall,
  live: LiveIntegration,
  call: LiveCall,
  settled: Settled,
  deps: OutcomeDeps,
): Answer {
  noteAnswered(call, deps);
  if (settled.kind === 'answered') return workflowAnswer(incoming, settled.answer);
  const { errors } = live.integration.trigger;
  return problemAnswer(incoming, settled.problem, { errors, status: settled.status });
}

function noteAnswered(call: LiveCall, { lanes, answerTimes }: OutcomeDeps): void {
  const answeredMs = lanes.sinceReceived(call);
  call.timings.answeredMs = answeredMs;
  answerTimes.note(call.sequence, { answeredMs });
}

/** The call stays in its lane and runs to its end; its result is kept for the status address. */
async function timeOut(
  incoming: IncomingCall,
  live: LiveIntegration,
  call: LiveCall,
  deps: OutcomeDeps,
): Promise<Answer> {
  const { integration } = live;
  const { onTimeout } = waitOf(live);
  call.settle = null;
  const isLetGo = await detach(call, onTimeout, deps);
  if (isLetGo === false && call.problem !== null) {
    // It was being cancelled when the time ended: nobody is told that it will run.
    const settled: Settled = { kind: 'failed', problem: again(call.problem), status: null };
    call.caller = 'waiting';
    call.answeredStatus = statusFor(settled);
    call.told = failureTold(settled.problem);
    deps.announce(call);
    return answer(incoming, live, call, settled, deps);
  }
  noteAnswered(call, deps);
  deps.announce(call);
  if (call.caller === 'answered') return acceptedAnswer(incoming, integration);
  const { code, name, trigger } = integration;
  return timedOutAnswer(incoming, { code, name, errors: trigger.errors });
}

/**
 * Its caller waits no more; false where it does not wait or run any more either. Null where the disk does not take
 * that now: then nothing is promised, and it is put there as soon as it does.
 */
async function detach(call: LiveCall, onTimeout: 202 | 504, deps: OutcomeDeps): Promise<boolean | null> {
  const letGoWith = (answeredStatus: 202 | 504): Promise<boolean> => {
    const caller = answeredStatus === 202 ? 'answered' : 'timedOut';
    Object.assign(call, { caller, answeredStatus });
    return deps.calls.detach({ sequence: call.sequence, caller, answeredStatus });
  };
  try {
    return await letGoWith(onTimeout);
  } catch (error) {
    deps.report('a caller who waits no more cannot be noted', error);
    Object.assign(call, { caller: 'timedOut', answeredStatus: 504 });
    void insist(() => letGoWith(504));
    return null;
  }
}

async function insist(move: () => Promise<unknown>): Promise<void> {
  for (;;) {
    await pauseToRetry();
    try {
      return void (await move());
    } catch {
      // Said once; the disk is watched.
    }
  }
}

/** The problem that was kept. */
function again({ code, text }: NonNullable<LiveCall['problem']>): Problem {
  if (code === 'secrets_unreadable') return secretsUnreadable(text);
  return problem(isProblemCode(code) ? code : 'internal', { reason: text });
}

/** Nobody waits any more: a call that has not started is cancelled, a started one runs to its end. */
async function letGo(
  incoming: IncomingCall,
  live: LiveIntegration,
  call: LiveCall,
  deps: OutcomeDeps,
): Promise<Answer> {
  const callerGoneMs = deps.lanes.sinceReceived(call);
  call.settle = null;
  call.answeredStatus = null;
  call.timings.callerGoneMs = callerGoneMs;
  const gone = problem('caller_gone', { detail: 'The caller hung up before the call started.' });
  try {
    const isCancelled = await deps.lanes.cancel(call, gone);
    // Its end may be on disk, or on its way there, as one that its caller was told of.
    if (!isCancelled) deps.answerTimes.note(call.sequence, { callerGoneMs });
  } catch (error) {
    deps.report('a call cannot be cancelled', error);
  }
  return problemAnswer(incoming, gone, { errors: live.integration.trigger.errors });
}
