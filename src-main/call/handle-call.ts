// The life of one call, in reading order, and the only place that knows this order. Whatever fails goes
// straight to `refuseCall`. Nothing here waits between the end of the body and the hand-over to the lane: that
// moment is the call's place in the order.
import { roundMs } from '#shared/model/call.ts';
import type { Trigger } from '#shared/model/trigger.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type { Result } from '#shared/result.ts';
import { type AddressRules, guardAddress } from './address-rules.ts';
import type { BodyCheck, Caller, Decision } from './auth/verifier.ts';
import type { Hidden } from './capture.ts';
import type { BodyChecks } from './check-body.ts';
import { letPageRead } from './cross-origin.ts';
import { guardChain } from './guard-chain.ts';
import { forget, handOver, refuseCall, type HandOverDeps, type Passed } from './hand-over.ts';
import { readIdempotencyKey } from './idempotency.ts';
import { mayRepeat, repeatOrRefuse } from './repeat-or-refuse.ts';
import {
  headerOf,
  type Answer,
  type BodyWatcher,
  type IncomingCall,
  type ReadBody,
} from './incoming-call.ts';
import type { KeyUse } from './key-use.ts';
import { matchTrigger } from './match-trigger.ts';
import type { RateLimits } from './rate-limits.ts';
import type { LiveIntegration, Registry } from './registry.ts';
import { requireTls } from './require-tls.ts';
import { resolveParameters } from './resolve-parameters.ts';
import type { WrongKeys } from './wrong-keys.ts';

export interface CallDeps extends HandOverDeps {
  readonly registry: Registry;
  readonly wrongKeys: WrongKeys;
  readonly rateLimits: RateLimits;
  readonly keyUse: Pick<KeyUse, 'note'>;
  readonly bodyChecks: BodyChecks;
  hidden(): Hidden;
  /** Of the installation; null where any address may call. */
  addressRules(): AddressRules | null;
  /** Whether bodies can be sealed. */
  canSeal(): boolean;
  /** Whether the service is ending: nothing new is accepted. */
  isClosing(): boolean;
}

export function handleCall(call: IncomingCall, deps: CallDeps): Promise<Answer> {
  const matched = matchTrigger(call.path, deps.registry);
  const answered = answerCall(call, matched, deps);
  const origins = matched.ok ? matched.value.origins : null;
  return origins === null ? answered : answered.then((answer) => letPageRead(call, origins, answer));
}

async function answerCall(
  call: IncomingCall,
  matched: Result<LiveIntegration>,
  deps: CallDeps,
): Promise<Answer> {
  const addressed = matched.ok ? matched.value : null;
  const barred = guardAddress(call, deps.addressRules(), addressed?.addresses ?? null);
  if (barred !== null) return refuseCall(call, barred, addressed, deps);
  if (!matched.ok) return refuseCall(call, matched.problem, null, deps);
  const live = matched.value;
  const { methods } = live.integration.trigger;

  if (!methods.some((method) => method === call.method)) {
    const detail = `The endpoint takes ${methods.join(' and ')}.`;
    const refused = problem('method_not_allowed', { detail, reason: `${call.method} came. ${detail}` });
    return refuseCall(call, refused, live, deps, { allow: methods });
  }

  const insecure = requireTls(call, live);
  if (insecure !== null) return refuseCall(call, insecure.problem, live, deps, insecure);

  const verdict = live.verifier.verify(call);
  const known = 'asks' in verdict ? await verdict.asks : verdict;
  return 'ok' in known ? takeKnown(call, live, known, deps) : takeSigned(call, live, known, deps);
}

/** The head says who calls. */
async function takeKnown(
  call: IncomingCall,
  live: LiveIntegration,
  decision: Decision,
  deps: CallDeps,
): Promise<Answer> {
  const { trigger } = live.integration;
  const key = readIdempotencyKey(call, trigger);
  const asked = { decision, key, bytes: call.contentLength ?? 0, waits: waitsFor(call, trigger) };
  const admitted = admit(call, live, asked, deps);
  if (!admitted.ok) return refuseUnlessRepeat(call, live, admitted, null, deps);
  const { passed } = admitted;

  if (!call.hasBody) return handOverIfFit(call, live, passed, noBody, deps);
  const watchers = passed.key === null ? [] : [passed.key.bodyHash];
  const reading = await call.readBody(trigger.maxBodyBytes, watchers, sealsBodies(live));
  if (!reading.ok) return refuseCall(call, reading.problem, live, deps, passed);

  return checkAndHandOver(call, live, passed, reading.value, deps);
}

/** Time has passed since the call was let in, in which much may have changed. */
function checkAndHandOver(
  call: IncomingCall,
  live: LiveIntegration,
  passed: Passed,
  read: ReadBody,
  deps: CallDeps,
): Promise<Answer> | Answer {
  const closed = notNow(live, { bytes: read.bytes, waits: passed.waits }, deps);
  if (closed !== null) return refuseUnlessRepeat(call, live, refusedFor(closed, passed), read, deps);
  return handOverIfFit(call, live, passed, read, deps);
}

/** Where the trigger declares what bodies are like, this one is looked at first. */
function handOverIfFit(
  call: IncomingCall,
  live: LiveIntegration,
  passed: Passed,
  read: ReadBody,
  deps: CallDeps,
): Promise<Answer> {
  const check = deps.bodyChecks.check(call, live, passed, read);
  if (check === null) return handOver(call, live, passed, read, deps);
  return check.then(({ refusal, finding }) => {
    const why = refusal ?? notNow(live, { bytes: read.bytes, waits: passed.waits }, deps);
    if (why === null) return handOver(call, live, { ...passed, finding }, read, deps);
    return refuseUnlessRepeat(call, live, refusedFor(why, passed), read, deps);
  });
}

/** A signature is over the body, so that this is read before anybody knows who calls. */
async function takeSigned(
  call: IncomingCall,
  live: LiveIntegration,
  check: BodyCheck,
  deps: CallDeps,
): Promise<Answer> {
  const { trigger } = live.integration;
  const key = readIdempotencyKey(call, trigger);
  const repeatKey = key.ok ? key.value : null;
  const waits = waitsFor(call, trigger);
  const closed = notNow(live, { bytes: call.contentLength ?? 0, waits }, deps);
  // Whether it is a repeat may be told only to who signed it.
  if (closed !== null && !mayRepeat(closed, repeatKey)) return refuseCall(call, closed, live, deps);

  const watchers: BodyWatcher[] = repeatKey === null ? [check] : [check, repeatKey.bodyHash];
  const reading = await call.readBody(trigger.maxBodyBytes, watchers, sealsBodies(live));
  if (!reading.ok) return refuseCall(call, reading.problem, live, deps);

  const { bytes } = reading.value;
  const admitted = admit(call, live, { decision: check.decide(), key, bytes, waits }, deps);
  if (!admitted.ok) return refuseUnlessRepeat(call, live, admitted, reading.value, deps);
  return handOverIfFit(call, live, admitted.passed, reading.value, deps);
}

/** `read`: its body, as far as it was read. */
function refuseUnlessRepeat(
  call: IncomingCall,
  live: LiveIntegration,
  { problem: refused, caller, passed }: Refused,
  read: ReadBody | null,
  deps: CallDeps,
): Answer | Promise<Answer> {
  if (passed !== undefined) return repeatOrRefuse(call, live, passed, { read, refused }, deps);
  if (read !== null) forget(read.body, deps);
  return refuseCall(call, refused, live, deps, caller === undefined ? {} : { caller });
}

const noBody: ReadBody = { body: null, bytes: 0 };

interface Asked {
  readonly decision: Decision;
  readonly key: ReturnType<typeof readIdempotencyKey>;
  /** Of the body, as far as they are known. */
  readonly bytes: number;
  /** Whether the caller wants the result. */
  readonly waits: boolean;
}

interface Refused {
  readonly problem: Problem;
  readonly caller?: Caller;
  /** Where nothing is missing but room, which a repeat does not need. */
  readonly passed?: Passed;
}

const refusedFor = (why: Problem, passed: Passed): Refused =>
  mayRepeat(why, passed.key) ? { problem: why, passed } : { problem: why, caller: passed.caller };

export type AdmitDeps = Pick<
  CallDeps,
  | 'wrongKeys'
  | 'rateLimits'
  | 'keyUse'
  | 'lanes'
  | 'hidden'
  | 'isClosing'
  | 'registry'
  | 'door'
  | 'tick'
  | 'canSeal'
>;
type Admission = { readonly ok: true; readonly passed: Passed } | ({ readonly ok: false } & Refused);

/** Whether the call is let in, by all that its head says. */
export function admit(
  call: IncomingCall,
  live: LiveIntegration,
  { decision, key, bytes, waits }: Asked,
  deps: AdmitDeps,
): Admission {
  const { id, trigger } = live.integration;
  if (!decision.ok) return { ok: false, problem: deps.wrongKeys.judge(call.remoteAddress, decision.problem) };
  const caller = decision.value;
  deps.keyUse.note(caller.secretId ?? caller.keyId, call.remoteAddress, call.receivedAtMs);
  const authorisedMs = roundMs(deps.tick() - call.receivedTick);
  const not = (why: Problem): Admission => ({ ok: false, problem: why, caller });

  const tooMany =
    deps.rateLimits.take(null, caller.keyId, caller.rateLimit ?? false) ??
    deps.rateLimits.take(id, caller.consumer, trigger.rateLimit);
  if (tooMany !== null) return not(tooMany);

  const looped = guardChain(call, live, waits, deps.lanes);
  if (looped !== null) return not(looped);

  const hidden = { ...deps.hidden(), values: caller.credentials, bodyPaths: trigger.hiddenBodyPaths };
  const query = resolveParameters(call.rawQuery, trigger.queryParameters, hidden);
  if (!query.ok) return not(query.problem);

  const closed = notNow(live, { bytes, waits }, deps);
  if (!key.ok) return not(closed ?? key.problem);
  const passed = { caller, waits, authorisedMs, query: query.value, hidden, key: key.value, finding: null };
  if (closed === null) return { ok: true, passed };
  return { ok: false, ...refusedFor(closed, passed) };
}

/** Why nothing is accepted at this moment, whoever calls; null where it is. */
export function notNow(
  live: LiveIntegration,
  load: { readonly bytes: number; readonly waits: boolean },
  deps: Pick<CallDeps, 'isClosing' | 'registry' | 'door' | 'lanes' | 'canSeal'>,
): Problem | null {
  if (deps.isClosing()) return problem('shutting_down', { retryAfterSeconds: 5 });
  const current = deps.registry.get(live.integration.id)?.integration;
  if (current === undefined) return problem('endpoint_not_found', { reason: 'The integration was deleted.' });
  if (!current.enabled) return problem('integration_disabled', { retryAfterSeconds: 60 });
  if (load.bytes > 0 && sealsBodies(live) && !deps.canSeal()) {
    const reason = 'The data key is lost, so that a body with values to hide cannot be kept.';
    return problem('secrets_unreadable', { reason, retryAfterSeconds: 60 });
  }
  return deps.door.refusal(load) ?? deps.lanes.refusal(current, load.waits);
}

/** Whether what comes is sealed on its way to disk. */
export const sealsBodies = ({ integration: { trigger } }: LiveIntegration): boolean =>
  trigger.hiddenBodyPaths.length > 0;

/** Whether the caller wants the result. */
const waitsFor = (call: IncomingCall, { requestResponse }: Trigger): boolean =>
  requestResponse !== false && !asksForAsync(call);

/** RFC 7240, 4.1: this one caller does not want to wait. */
const asksForAsync = (call: IncomingCall): boolean =>
  headerOf(call, 'prefer')
    ?.split(',')
    .some((part) => part.trim().toLowerCase() === 'respond-async') ?? false;
