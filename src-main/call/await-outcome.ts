// Request-Response: the caller waits for the result, for the time-out, or hangs up. Whichever comes first is
// on disk before anybody is told.
import type { Lanes } from '#main/lane/lanes.ts';
import type { LiveCall, Settled } from '#main/lane/live-call.ts';
import { secretsUnreadable } from '#main/lane/secrets-at-hand.ts';
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
export interface Waiting {
  /** What a lane tells the end to. */
  readonly settle: (settled: Settled) => void;
  readonly first: Promise<First>;
  /** It was answered. */
  end(): void;
}

/** From here on the caller's time runs, and that it hangs up is noticed. */
export function beginToWait(incoming: IncomingCall, live: LiveIntegration, deps: OutcomeDeps): Waiting {
  const { promise, resolve } = Promise.withResolvers<First>();
  const waitMs = waitOf(live).timeoutSeconds * 1_000 - (deps.tick() - incoming.receivedTick);
  const timer = setTimeout(resolve, Math.max(1, waitMs), { kind: 'timedOut' } satisfies First);
  const stopListening = incoming.onGone(() => resolve({ kind: 'gone' }));
  deps.door.enter();
  return {
    settle: resolve,
    first: promise,
    end() {
      deps.door.leave();
      clearTimeout(timer);
      stopListening();
    },
  };
}

/** Rejects with a StoreFailure where what happened cannot be put on disk. */
export async function awaitOutcome(
  incoming: IncomingCall,
  live: LiveIntegration,
  call: LiveCall,
  waiting: Waiting,
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
  if (call.timings.answeredMs === null) {
    call.timings.answeredMs = deps.lanes.sinceReceived(call);
    deps.answerTimes.note(call.sequence, call.timings.answeredMs);
  }
  if (settled.kind === 'answered') return workflowAnswer(incoming, settled.answer);
  const { errors } = live.integration.trigger;
  return problemAnswer(incoming, settled.problem, { errors, status: settled.status });
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
  call.caller = onTimeout === 202 ? 'answered' : 'timedOut';
  call.answeredStatus = onTimeout;
  const { sequence } = call;
  const isLetGo = await deps.calls.detach({ sequence, caller: call.caller, answeredStatus: onTimeout });
  if (!isLetGo && call.problem !== null) {
    // It was being cancelled when the time ended: nobody is told that it will run.
    call.caller = 'waiting';
    call.answeredStatus = null;
    deps.announce(call);
    return answer(incoming, live, call, { kind: 'failed', problem: again(call.problem), status: null }, deps);
  }
  call.timings.answeredMs = deps.lanes.sinceReceived(call);
  deps.announce(call);
  if (onTimeout === 202) return acceptedAnswer(incoming, integration);
  const { code, name, trigger } = integration;
  return timedOutAnswer(incoming, { code, name, errors: trigger.errors });
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
  const goneMs = deps.lanes.sinceReceived(call);
  call.settle = null;
  call.timings.callerGoneMs = goneMs;
  const gone = problem('caller_gone', { detail: 'The caller hung up before the call started.' });
  try {
    await deps.lanes.cancel(call, gone, goneMs);
  } catch (error) {
    deps.report('a call cannot be cancelled', error);
  }
  return problemAnswer(incoming, gone, { errors: live.integration.trigger.errors });
}
