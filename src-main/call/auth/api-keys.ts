import { problem } from '#shared/problem.ts';
import { ok, refuse } from '#shared/result.ts';
import { queryKeyName } from '../capture.ts';
import { headerOf, type IncomingCall } from '../incoming-call.ts';
import type { MakeVerifier } from './verifier.ts';

const maxKeyLength = 512;
const challenges = ['Bearer realm="hookline"'];

/** A key as a call is measured by it. */
interface LiveKey {
  readonly id: string;
  readonly label: string;
  readonly enabled: boolean;
  /** What its value is kept under: its own id, or another for the value before it was rotated. */
  readonly secretId: string;
  /** Since 1970; Infinity where it has no end. */
  readonly expiresAtMs: number;
}

/**
 * A labelled key in `x-api-key`, or without that as `authorization: Bearer`, or in the address where the trigger
 * allows it. Keys are found by a keyed digest, so that how long the look takes says nothing about any key.
 */
export const apiKeysVerifier: MakeVerifier<'apiKeys'> = ({ keys, consumers }, { keyInQuery }, deps) => {
  const byDigest = new Map<string, LiveKey>();
  const put = (secretId: string, key: LiveKey) => {
    const digest = deps.digestOf(secretId);
    if (digest !== undefined) byDigest.set(digest, key);
  };
  const known = consumers.flatMap((id) => deps.consumer(id) ?? []);
  for (const { id, label, enabled, expiresAt, previous } of [...known, ...keys]) {
    const expiresAtMs = expiresAt === null ? Infinity : Date.parse(expiresAt);
    const key = { id, label, enabled, secretId: id, expiresAtMs };
    if (previous !== null) {
      const endsAtMs = Math.min(expiresAtMs, Date.parse(previous.until));
      put(previous.id, { ...key, secretId: previous.id, expiresAtMs: endsAtMs });
    }
    put(id, key);
  }
  return {
    challenges: () => challenges,
    verify(call) {
      const sent = sentKey(call, keyInQuery);
      if (sent === severalKeys) {
        const detail = `The query parameter ${queryKeyName} stands twice.`;
        return refuse(problem('parameter_repeated', { detail, path: queryKeyName }));
      }
      if (sent === undefined || sent === '') {
        return refuse(
          problem('key_missing', {
            detail: 'Send an API key in the header x-api-key.',
            reason: 'No API key was sent.',
          }),
        );
      }
      if (sent.length > maxKeyLength) {
        return refuse(
          problem('key_wrong', { reason: `The key has ${sent.length} characters, more than any key.` }),
        );
      }
      const key = byDigest.get(deps.digest(sent));
      if (key === undefined) {
        return refuse(problem('key_wrong', { reason: 'No key of this trigger has this value.' }));
      }
      if (!key.enabled) {
        return refuse(problem('key_disabled', { reason: `The key labelled ${key.label} is disabled.` }));
      }
      if (call.receivedAtMs >= key.expiresAtMs) {
        const since = new Date(key.expiresAtMs).toISOString();
        const what = key.secretId === key.id ? '' : ' value before the rotation of the';
        const reason = `The${what} key labelled ${key.label} expired at ${since}.`;
        return refuse(problem('key_expired', { reason }));
      }
      return ok({
        keyId: key.id,
        secretId: key.secretId,
        consumer: key.id,
        keyLabel: key.label,
        credentials: [sent],
      });
    },
  };
};

/** Nobody can say which of them is meant. */
const severalKeys = Symbol('several keys');

function sentKey(call: IncomingCall, inQuery: boolean): string | undefined | typeof severalKeys {
  const header = headerOf(call, 'x-api-key');
  if (header !== undefined) return header.trim();
  const bearer = /^bearer +(.*)$/i.exec(headerOf(call, 'authorization') ?? '')?.[1];
  if (bearer !== undefined) return bearer.trim();
  if (!inQuery) return undefined;
  const inAddress = new URLSearchParams(call.rawQuery).getAll(queryKeyName);
  return inAddress.length > 1 ? severalKeys : inAddress[0];
}
