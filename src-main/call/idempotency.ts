import { createHash, type Hash } from 'node:crypto';
import type { IdempotencyKey } from '#main/ports/idempotency.ts';
import type { KeptRequest } from '#main/ports/kept-request.ts';
import type { Trigger } from '#shared/model/trigger.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { headerOf, type IncomingCall } from './incoming-call.ts';

const visible = /^[\x21-\x7e]{1,255}$/;
const quoted = /^"(?:[^"\\]|\\["\\])*"$/;

/** What a call may be repeated by. */
export interface RepeatKey {
  readonly value: string;
  /** The SHA-256 that is to take the body as it comes. */
  readonly bodyHash: Hash;
}

/**
 * What the caller may repeat this call by; null where it sent nothing, or the trigger does not ask for it. A text in
 * quotes (RFC 8941, 3.3.3) is the text inside them. Problems: `idempotency_key_malformed`.
 */
export function readIdempotencyKey(
  call: Pick<IncomingCall, 'rawHeaders'>,
  { idempotency }: Pick<Trigger, 'idempotency'>,
): Result<RepeatKey | null> {
  if (idempotency === false) return ok(null);
  const sent = headerOf(call, idempotency.header.toLowerCase());
  if (sent === undefined) return ok(null);
  const value = sent.startsWith('"') ? textIn(sent) : sent;
  if (visible.test(value)) return ok({ value, bodyHash: createHash('sha256') });
  const detail = `The header ${idempotency.header} has 1 to 255 visible ASCII characters.`;
  return refuse(problem('idempotency_key_malformed', { detail }));
}

const textIn = (sent: string): string =>
  quoted.test(sent) ? sent.slice(1, -1).replaceAll(/\\(.)/g, '$1') : '';

/** What makes two requests the same. */
interface Sameness {
  readonly request: Pick<KeptRequest, 'method' | 'path' | 'rawQuery'>;
  readonly contentType: string | undefined;
}

/** What is kept of it with the call; null where there is none. */
export function keepIdempotencyKey(
  key: RepeatKey | null,
  { idempotency }: Pick<Trigger, 'idempotency'>,
  keyId: string | null,
  same: Sameness,
): IdempotencyKey | null {
  if (key === null || idempotency === false) return null;
  const fingerprint = fingerprintOf(same, key.bodyHash);
  return { keyId: keyId ?? '', value: key.value, fingerprint, keptMs: idempotency.hours * 3_600_000 };
}

/** The same for the same method, path, parameters in any order, content type and body. */
function fingerprintOf({ request, contentType }: Sameness, bodyHash: Hash): string {
  const { method, path, rawQuery } = request;
  const parameters = rawQuery.split('&').toSorted().join('&');
  const hash = createHash('sha256').update(JSON.stringify([method, path, parameters, contentType]));
  return hash.update(bodyHash.digest()).digest('hex');
}
