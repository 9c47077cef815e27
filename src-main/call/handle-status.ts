import type { CallStore, StoredCall } from '#main/ports/store.ts';
import type { StoredAnswer } from '#main/ports/run.ts';
import { statusPath } from '#shared/model/address.ts';
import { isOpen } from '#shared/model/call.ts';
import { isProblemCode, problem, titleOf } from '#shared/problem.ts';
import { problemAnswer } from './answers.ts';
import { type AddressRules, guardAddress } from './address-rules.ts';
import type { Decision } from './auth/verifier.ts';
import { letPageRead } from './cross-origin.ts';
import { refuseCall } from './hand-over.ts';
import type { Answer, IncomingCall } from './incoming-call.ts';
import type { Refusals } from './refusals.ts';
import type { LiveIntegration, Registry } from './registry.ts';
import { requireTls } from './require-tls.ts';
import type { WrongKeys } from './wrong-keys.ts';

export interface StatusDeps {
  readonly registry: Registry;
  readonly calls: CallStore;
  readonly wrongKeys: WrongKeys;
  readonly refusals: Refusals;
  addressRules(): AddressRules | null;
}

/** `GET {statusUrl}`: how a call stands and, when it is done, its result; for whom the trigger lets in. */
export async function handleStatus(asking: IncomingCall, at: At, deps: StatusDeps): Promise<Answer> {
  const live = deps.registry.find(at.code, at.name);
  const barred = guardAddress(asking, deps.addressRules(), live?.addresses ?? null);
  if (barred !== null) return refuseCall(asking, barred, live ?? null, deps);
  if (live === undefined) return problemAnswer(asking, problem('endpoint_not_found'));
  const answer = await answerStatus(asking, at, live, deps);
  return live.origins === null ? answer : letPageRead(asking, live.origins, answer);
}

interface At {
  readonly code: string;
  readonly name: string;
  readonly callId: string;
}

async function answerStatus(
  asking: IncomingCall,
  at: At,
  live: LiveIntegration,
  deps: StatusDeps,
): Promise<Answer> {
  const { errors } = live.integration.trigger;
  if (asking.method !== 'GET') {
    return problemAnswer(asking, problem('method_not_allowed'), { errors, allow: ['GET'] });
  }
  const insecure = requireTls(asking, live);
  if (insecure !== null) return refuseCall(asking, insecure.problem, live, deps, insecure);
  const decision = await identify(asking, live);
  if (!decision.ok) {
    // Who tries keys here is seen as well as who tries them at the endpoint.
    const refused = deps.wrongKeys.judge(asking.remoteAddress, decision.problem);
    return refuseCall(asking, refused, live, deps);
  }
  const call = await deps.calls.get(at.callId);
  if (call === null || call.summary.integrationId !== live.integration.id) {
    return problemAnswer(asking, problem('call_not_found'), { errors });
  }
  if (call.isUnreadable) {
    const refused = problem('secrets_unreadable', { retryAfterSeconds: 60 });
    return problemAnswer(asking, refused, { errors });
  }
  return {
    status: 200,
    headers: [['content-type', 'application/json; charset=utf-8']],
    body: JSON.stringify(statusOfCall(call, statusPath(at, at.callId))),
    callId: at.callId,
  };
}

/** Who asks. A signature may be over a body here too, though hardly anybody sends one. */
async function identify(asking: IncomingCall, { verifier }: LiveIntegration): Promise<Decision> {
  const verdict = verifier.verify(asking);
  const known = 'asks' in verdict ? await verdict.asks : verdict;
  if ('ok' in known) return known;
  const reading = await asking.readBody(maxSignedBytes, [known]);
  return reading.ok ? known.decide() : reading;
}

/** It stays in memory, and nobody wants it afterwards. */
const maxSignedBytes = 64 * 1024;

function statusOfCall({ summary, result }: StoredCall, statusUrl: string) {
  const { id, state, receivedAt, attempt, waitMs, runMs, totalMs, problem: why } = summary;
  const isDone = !isOpen(state);
  return {
    callId: id,
    state,
    statusUrl,
    receivedAt,
    attempt,
    waitMs,
    runMs,
    totalMs,
    ...(isDone && result.answer !== null ? { result: resultOf(result.answer) } : {}),
    // The full reason is for the log; a caller gets the table's words.
    ...(why === null
      ? {}
      : { problem: { code: why.code, title: isProblemCode(why.code) ? titleOf(why.code) : why.code } }),
  };
}

/** The kept answer as JSON: a JSON body as its value, text as text, other bytes as base64. */
function resultOf({ status, headers, body }: StoredAnswer) {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  return { status, headers: headersOf(headers), ...bodyOf(body, type) };
}

function bodyOf(body: Uint8Array | null, type: string): { body: unknown; bodyEncoding?: 'base64' } {
  if (body === null) return { body: null };
  const bytes = Buffer.from(body);
  if (/^application\/([\w.-]+\+)?json\b/i.test(type)) return { body: valueOf(bytes.toString('utf8')) };
  if (/^text\/|\bxml\b|charset=utf-8/i.test(type)) return { body: bytes.toString('utf8') };
  return { body: bytes.toString('base64'), bodyEncoding: 'base64' };
}

/** A workflow may call anything JSON; what is not is shown as the text it is. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A header that stands several times is a list. */
function headersOf(headers: StoredAnswer['headers']): Record<string, string | string[]> {
  const values = Object.groupBy(headers, ([name]) => name);
  return Object.fromEntries(
    Object.entries(values).map(([name, pairs = []]) => {
      const texts = pairs.map(([, value]) => value);
      return [name, texts.length === 1 ? texts[0]! : texts];
    }),
  );
}
