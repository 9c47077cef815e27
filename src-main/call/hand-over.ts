// A call that has passed every check is handed over to its lane and answered. What comes before the hand-over
// waits for nothing: that moment is the call's place in the order.
import { crashPoint } from '#main/crash-point.ts';
import { laneName } from '#main/lane/lane.ts';
import type { AcceptedCall, Lanes } from '#main/lane/lanes.ts';
import type { BlobStore } from '#main/ports/blob-store.ts';
import type { StoredBody } from '#main/ports/run.ts';
import { StoreFailure } from '#main/ports/store-failure.ts';
import { problem, statusOf, type Problem } from '#shared/problem.ts';
import { answerRepeat } from './answer-repeat.ts';
import { acceptedAnswer, problemAnswer } from './answers.ts';
import type { Caller } from './auth/verifier.ts';
import { awaitOutcome, beginToWait, type OutcomeDeps, type WaitingCaller } from './await-outcome.ts';
import { captureRequest, type Hidden } from './capture.ts';
import { letPageRead } from './cross-origin.ts';
import { keepIdempotencyKey, type RepeatKey } from './idempotency.ts';
import { headerOf, type Answer, type IncomingCall, type ReadBody } from './incoming-call.ts';
import type { Refusals } from './refusals.ts';
import type { LiveIntegration } from './registry.ts';
import type { Query } from './resolve-parameters.ts';

export interface HandOverDeps extends OutcomeDeps {
  readonly refusals: Refusals;
  readonly blobs: Pick<BlobStore, 'remove'>;
}

/** What is known of a call that is let in. */
export interface Passed {
  readonly caller: Caller;
  /** Whether the caller wants the result. */
  readonly waits: boolean;
  readonly authorisedMs: number;
  readonly query: Query;
  readonly hidden: Hidden;
  /** What it may be repeated by. */
  readonly key: RepeatKey | null;
  /** What is noted about its body. */
  readonly finding: string | null;
}

/** Hands the call over. Whatever waits from here on, perhaps for long, does not hold its body. */
export function handOver(
  call: IncomingCall,
  live: LiveIntegration,
  passed: Passed,
  read: ReadBody,
  deps: HandOverDeps,
): Promise<Answer> {
  const waiting = passed.waits ? beginToWait(call, live, deps) : null;
  const accepted = acceptedCall(call, live, passed, read);
  const kept = deps.lanes.accept(accepted, waiting?.settle ?? null);
  const file = read.body?.kind === 'file' ? read.body : null;
  return answer(call, live, { kept, waiting, caller: passed.caller, file }, deps);
}

/** What is kept of a call that is let in. */
export function acceptedCall(
  call: IncomingCall,
  { integration }: LiveIntegration,
  { caller, key, waits, authorisedMs, query, hidden, finding }: Passed,
  read: ReadBody,
): AcceptedCall {
  const request = captureRequest(call, query, read.body, hidden, finding);
  return {
    id: call.id,
    integrationId: integration.id,
    integrationVersion: integration.version,
    integration: integration.name,
    lane: laneName(integration),
    once: integration.trigger.delivery === 'atMostOnce',
    request,
    requestBytes: read.bytes,
    keyLabel: caller.keyLabel,
    receivedAtMs: call.receivedAtMs,
    receivedTick: call.receivedTick,
    authorisedMs,
    origin: null,
    idempotency: keepIdempotencyKey(key, integration.trigger, caller.consumer, {
      request,
      contentType: headerOf(call, 'content-type'),
    }),
    replay: null,
    caller: waits ? 'waiting' : 'answered',
    answeredStatus: waits ? null : 202,
  };
}

interface HandedOver {
  readonly kept: ReturnType<Lanes['accept']>;
  /** Null where the caller does not want the result. */
  readonly waiting: WaitingCaller | null;
  readonly caller: Caller;
  /** Where its body is in one. */
  readonly file: StoredBody | null;
}

async function answer(
  call: IncomingCall,
  live: LiveIntegration,
  { kept, waiting, caller, file }: HandedOver,
  deps: HandOverDeps,
): Promise<Answer> {
  let accepted: Awaited<typeof kept>;
  try {
    accepted = await kept;
  } catch (error) {
    waiting?.end();
    deps.report('a call cannot be stored', error);
    forget(file, deps);
    const code = error instanceof StoreFailure ? error.code : 'storage_failed';
    return refuseCall(call, problem(code, { retryAfterSeconds: 60 }), live, deps, { caller });
  }
  try {
    call.letGoBody();
    if ('first' in accepted) {
      // It leaves nothing but its count there.
      forget(file, deps);
      const repeated = answerRepeat(call, live, accepted.first, waiting !== null);
      return repeated.ok ? repeated.value : refuseCall(call, repeated.problem, live, deps, { caller });
    }
    if (waiting !== null) return await awaitOutcome(call, live, accepted.call, waiting, deps);
    accepted.call.timings.answeredMs = accepted.call.timings.storedMs;
    crashPoint('before_answer');
    return acceptedAnswer(call, live.integration);
  } finally {
    waiting?.end();
  }
}

/** The body of a call that is not kept: its file is not either. */
export function forget(
  body: StoredBody | null,
  { blobs, report }: Pick<HandOverDeps, 'blobs' | 'report'>,
): void {
  if (body?.kind !== 'file') return;
  blobs.remove(body.file).catch((error: unknown) => report('a file cannot be removed', error));
}

/** The full reason goes to the log, a short one to the caller. */
export function refuseCall(
  call: IncomingCall,
  refused: Problem,
  live: LiveIntegration | null,
  deps: Pick<HandOverDeps, 'refusals'>,
  more: { readonly caller?: Caller; readonly allow?: readonly string[] } = {},
): Answer {
  const answer = problemAnswer(call, refused, {
    errors: live?.integration.trigger.errors ?? 'problem',
    ...(more.allow === undefined ? {} : { allow: more.allow }),
    ...(live !== null && refused.code === 'rate_limited'
      ? { rateLimit: live.integration.trigger.rateLimit }
      : {}),
    ...(live !== null && statusOf(refused.code) === 401
      ? { challenges: live.verifier.challenges(refused) }
      : {}),
  });
  const seen = live === null || live.origins === null ? answer : letPageRead(call, live.origins, answer);
  deps.refusals.keep(call, { problem: refused, answer: seen }, live, more.caller);
  return answer;
}
