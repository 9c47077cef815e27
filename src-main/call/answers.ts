// What Hookline itself says to a caller: the 202, and every problem.
import { prefersXml } from '#shared/accept.ts';
import { statusPath } from '#shared/model/address.ts';
import type { Trigger } from '#shared/model/trigger.ts';
import { problem, statusOf, titleOf, type Problem } from '#shared/problem.ts';
import type { StoredAnswer } from '#main/ports/run.ts';
import { headerOf, type Answer, type IncomingCall } from './incoming-call.ts';

type At = { readonly code: string; readonly name: string };
type Asking = Pick<IncomingCall, 'id' | 'rawHeaders'>;

/** The call is on disk and runs in its turn. */
export function acceptedAnswer(call: Asking, at: At): Answer {
  const statusUrl = statusPath(at, call.id);
  return {
    status: 202,
    headers: [
      ['content-type', 'application/json; charset=utf-8'],
      ['location', statusUrl],
    ],
    body: `{"callId":"${call.id}","state":"waiting","statusUrl":"${statusUrl}"}`,
    callId: call.id,
  };
}

/** The workflow's own answer. */
export const workflowAnswer = (call: Asking, answer: StoredAnswer): Answer => ({
  ...answer,
  callId: call.id,
});

/** The caller's time is up; the result is kept for the status address. */
export function timedOutAnswer(call: Asking, at: At & { readonly errors: Trigger['errors'] }): Answer {
  const detail = 'The result is not ready yet; ask for it at the status address.';
  const { errors } = at;
  return problemAnswer(call, problem('answer_timed_out', { detail }), {
    errors,
    statusUrl: statusPath(at, call.id),
  });
}

export interface ProblemShape {
  /** `list`: `{ errors: [{ code, message }] }` in place of RFC 9457. */
  readonly errors: 'problem' | 'list';
  /** In place of the table's status. */
  readonly status?: number | null;
  readonly statusUrl?: string;
  readonly allow?: readonly string[];
  /** The limit that was met. */
  readonly rateLimit?: Trigger['rateLimit'];
  /** What the caller of a 401 is told to send. */
  readonly challenges?: readonly string[];
}

/** A problem as RFC 9457 says, or in the shape that the trigger chose; XML where the caller asks for it. */
export function problemAnswer(
  call: Asking,
  problem: Problem,
  shape: ProblemShape = { errors: 'problem' },
): Answer {
  const status = shape.status ?? statusOf(problem.code);
  const asXml = prefersXml(headerOf(call, 'accept'));
  const { type, body } =
    shape.errors === 'list'
      ? errorList(problem, asXml)
      : problemDetails(call, problem, { ...shape, status }, asXml);
  const headers: [string, string][] = [['content-type', `${type}; charset=utf-8`]];
  for (const challenge of shape.challenges ?? []) headers.push(['www-authenticate', challenge]);
  if (shape.allow !== undefined) headers.push(['allow', shape.allow.join(', ')]);
  if (problem.retryAfterSeconds !== undefined)
    headers.push(['retry-after', String(problem.retryAfterSeconds)]);
  if (shape.rateLimit) {
    // draft-ietf-httpapi-ratelimit-headers: how many in which time, and when there is room again.
    const { calls, perSeconds } = shape.rateLimit;
    headers.push(['ratelimit-policy', `"calls";q=${calls};w=${Math.ceil(perSeconds)}`]);
    headers.push(['ratelimit', `"calls";r=0;t=${problem.retryAfterSeconds ?? 1}`]);
  }
  return { status, headers, body, callId: call.id };
}

function problemDetails(call: Asking, problem: Problem, { status, statusUrl }: ProblemShape, asXml: boolean) {
  const details = {
    type: `urn:hookline:problem:${problem.code}`,
    title: titleOf(problem.code),
    status,
    detail: problem.detail,
    callId: call.id,
    ...(statusUrl === undefined ? {} : { statusUrl }),
  };
  return asXml
    ? { type: 'application/problem+xml', body: xml('problem', 'urn:ietf:rfc:7807', Object.entries(details)) }
    : { type: 'application/problem+json', body: JSON.stringify(details) };
}

function errorList({ code, detail }: Problem, asXml: boolean) {
  if (!asXml)
    return { type: 'application/json', body: JSON.stringify({ errors: [{ code, message: detail }] }) };
  const body = `<errors><error><code>${code}</code><message>${escapeXml(detail)}</message></error></errors>`;
  return { type: 'application/xml', body };
}

const xml = (root: string, namespace: string, fields: readonly (readonly [string, unknown])[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="${namespace}">${fields
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('')}</${root}>`;

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
