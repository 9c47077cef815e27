// The life of one call, in reading order, and the only place that knows this order. Whatever fails goes
// straight to `refuse`. Nothing here waits between the end of the body and the hand-over to the lane: that
// moment is the call's place in the order.
import { crashPoint } from '#main/crash-point.ts';
import { laneName } from '#main/lane/lane.ts';
import type { AcceptedCall, Lanes } from '#main/lane/lanes.ts';
import type { BlobStore } from '#main/ports/blob-store.ts';
import { StoreFailure } from '#main/ports/store-failure.ts';
import { roundMs } from '#shared/model/call.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { answerRepeat } from './answer-repeat.ts';
import { acceptedAnswer, problemAnswer } from './answers.ts';
import { authenticate } from './auth/index.ts';
import type { AuthDeps, Caller } from './auth/verifier.ts';
import { awaitOutcome, beginToWait, type OutcomeDeps, type Waiting } from './await-outcome.ts';
import { captureRequest, type Hidden } from './capture.ts';
import { guardChain } from './guard-chain.ts';
import { keepIdempotencyKey, readIdempotencyKey } from './idempotency.ts';
import { headerOf, type Answer, type IncomingCall, type ReadBody } from './incoming-call.ts';
import { matchTrigger } from './match-trigger.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Refusals } from './refusals.ts';
import type { LiveIntegration, Registry } from './registry.ts';
import { resolveParameters, type Query } from './resolve-parameters.ts';
import type { StoredBody } from '#main/ports/run.ts';

export interface CallDeps extends OutcomeDeps {
  readonly registry: Registry;
  readonly lanes: Lanes;
  readonly refusals: Refusals;
  readonly auth: AuthDeps;
  readonly rateLimits: RateLimits;
  readonly blobs: Pick<BlobStore, 'remove'>;
  hidden(): Hidden;
  /** Whether the service is ending: nothing new is accepted. */
  isClosing(): boolean;
}

export async function handleCall(call: IncomingCall, deps: CallDeps): Promise<Answer> {
  const matched = matchTrigger(call.path, deps.registry);
  if (!matched.ok) return refuse(call, matched.problem, null, deps);
  const live = matched.value;
  const { trigger } = live.integration;

  if (!trigger.methods.some((method) => method === call.method)) {
    const detail = `The endpoint takes ${trigger.methods.join(' and ')}.`;
    const refused = problem('method_not_allowed', { detail, reason: `${call.method} came. ${detail}` });
    return refuse(call, refused, live, deps, { allow: trigger.methods });
  }

  const authenticated = authenticate(call, live, deps.auth);
  if (!authenticated.ok) return refuse(call, authenticated.problem, live, deps);
  const authorisedMs = roundMs(deps.tick() - call.receivedTick);

  const caller = authenticated.value;
  const tooMany = deps.rateLimits.take(live.integration.id, caller.keyId, trigger.rateLimit);
  if (tooMany !== null) return refuse(call, tooMany, live, deps, { caller });

  const waits = trigger.requestResponse !== false && !asksForAsync(call);
  const looped = guardChain(call, live, waits, deps.lanes);
  if (looped !== null) return refuse(call, looped, live, deps, { caller });

  const hidden = { ...deps.hidden(), secret: caller.secret };

  const query = resolveParameters(call.rawQuery, trigger.queryParameters, hidden);
  if (!query.ok) return refuse(call, query.problem, live, deps, { caller });

  const closed = notNow(live, { bytes: call.contentLength ?? 0, waits }, deps);
  if (closed !== null) return refuse(call, closed, live, deps, { caller });

  const key = readIdempotencyKey(call, trigger);
  if (!key.ok) return refuse(call, key.problem, live, deps, { caller });

  let read = noBody;
  if (call.hasBody) {
    const reading = await call.readBody(trigger.maxBodyBytes, { hashed: key.value !== null });
    if (!reading.ok) return refuse(call, reading.problem, live, deps, { caller });
    read = reading.value;

    // Reading took time, in which much may have changed.
    const closedMeanwhile = notNow(live, { bytes: read.bytes, waits }, deps);
    if (closedMeanwhile !== null) {
      forget(read.body, deps);
      return refuse(call, closedMeanwhile, live, deps, { caller });
    }
  }

  const passed = { caller, waits, authorisedMs, query: query.value, hidden, key: key.value, read };
  return accept(call, live, passed, deps);
}

const noBody: ReadBody = { body: null, bytes: 0, sha256: null };

interface Passed {
  readonly caller: Caller;
  /** Whether the caller wants the result. */
  readonly waits: boolean;
  readonly authorisedMs: number;
  readonly query: Query;
  readonly hidden: Hidden;
  /** What it may be repeated by. */
  readonly key: string | null;
  readonly read: ReadBody;
}

/** Hands the call over. Whatever waits from here on, perhaps for long, does not hold its body. */
function accept(call: IncomingCall, live: LiveIntegration, passed: Passed, deps: CallDeps): Promise<Answer> {
  const { integration } = live;
  const { caller, key, read } = passed;
  const request = captureRequest(call, passed.query, read.body, passed.hidden);
  const waiting = passed.waits ? beginToWait(call, live, deps) : null;
  const accepted: AcceptedCall = {
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
    authorisedMs: passed.authorisedMs,
    origin: null,
    idempotency: keepIdempotencyKey(key, integration.trigger, caller.keyId, {
      request,
      contentType: headerOf(call, 'content-type'),
      sha256: read.sha256,
    }),
    caller: waiting === null ? 'answered' : 'waiting',
    answeredStatus: waiting === null ? 202 : null,
  };
  const kept = deps.lanes.accept(accepted, waiting?.settle ?? null);
  const file = read.body?.kind === 'file' ? read.body : null;
  return answer(call, live, { kept, waiting, caller, file }, deps);
}

interface HandedOver {
  readonly kept: ReturnType<Lanes['accept']>;
  /** Null where the caller does not want the result. */
  readonly waiting: Waiting | null;
  readonly caller: Caller;
  /** Where its body is in one. */
  readonly file: StoredBody | null;
}

async function answer(
  call: IncomingCall,
  live: LiveIntegration,
  { kept, waiting, caller, file }: HandedOver,
  deps: CallDeps,
): Promise<Answer> {
  let isKept = false;
  try {
    const accepted = await kept;
    call.letGoBody();
    if ('first' in accepted) {
      // It leaves nothing but its count there.
      forget(file, deps);
      const repeated = answerRepeat(call, live, accepted.first, waiting !== null);
      return repeated.ok ? repeated.value : refuse(call, repeated.problem, live, deps, { caller });
    }
    isKept = true;
    if (waiting !== null) return await awaitOutcome(call, live, accepted.call, waiting, deps);
    accepted.call.timings.answeredMs = accepted.call.timings.storedMs;
    crashPoint('before_answer');
    return acceptedAnswer(call, live.integration);
  } catch (error) {
    deps.report('a call cannot be stored', error);
    if (!isKept) forget(file, deps);
    const code = error instanceof StoreFailure ? error.code : 'storage_failed';
    return refuse(call, problem(code, { retryAfterSeconds: 60 }), live, deps, { caller });
  } finally {
    waiting?.end();
  }
}

/** Why nothing is accepted at this moment, whoever calls; null where it is. */
function notNow(
  { integration: { id } }: LiveIntegration,
  load: { readonly bytes: number; readonly waits: boolean },
  deps: CallDeps,
): Problem | null {
  if (deps.isClosing()) return problem('shutting_down', { retryAfterSeconds: 5 });
  const current = deps.registry.get(id)?.integration;
  if (current === undefined) return problem('endpoint_not_found', { reason: 'The integration was deleted.' });
  if (!current.enabled) return problem('integration_disabled', { retryAfterSeconds: 60 });
  return deps.door.refusal(load) ?? deps.lanes.refusal(current);
}

/** The body of a call that is not kept: its file is not either. */
function forget(body: StoredBody | null, { blobs, report }: CallDeps): void {
  if (body?.kind !== 'file') return;
  blobs.remove(body.file).catch((error: unknown) => report('a file cannot be removed', error));
}

/** RFC 7240, 4.1: this one caller does not want to wait. */
const asksForAsync = (call: IncomingCall): boolean =>
  headerOf(call, 'prefer')
    ?.split(',')
    .some((part) => part.trim().toLowerCase() === 'respond-async') ?? false;

function refuse(
  call: IncomingCall,
  refused: Problem,
  live: LiveIntegration | null,
  deps: CallDeps,
  more: { readonly caller?: Caller; readonly allow?: readonly string[] } = {},
): Answer {
  deps.refusals.keep(call, refused, live, more.caller);
  const errors = live?.integration.trigger.errors ?? 'problem';
  return problemAnswer(call, refused, { errors, ...(more.allow === undefined ? {} : { allow: more.allow }) });
}
