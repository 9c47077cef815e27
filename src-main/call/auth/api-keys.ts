import type { ApiKey } from '#shared/model/api-key.ts';
import type { RateLimit } from '#shared/model/rate-limit.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { ok, refuse } from '#shared/result.ts';
import { type AddressRules, createAddressRules } from '../address-rules.ts';
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
  readonly rateLimit: RateLimit;
  /** null: from anywhere. */
  readonly allowed: AddressRules | null;
}

/**
 * A labelled key in `x-api-key`, or without that as `authorization: Bearer`, or in the address where the trigger
 * allows it. Keys are found by a keyed digest, so that how long the look takes says nothing about any key.
 */
export const apiKeysVerifier: MakeVerifier<'apiKeys'> = ({ keys, consumers }, { keyInQuery }, deps) => {
  const known = [...consumers.flatMap((id) => deps.consumer(id) ?? []), ...keys];
  // Of keys with one value the last counts: what a rotation left behind gives way to whoever has that value now.
  const live = [...known.flatMap(valueBefore).toSorted(byEnd), ...known.map(liveKey)];
  const byDigest = new Map<string, LiveKey>();
  for (const key of live) {
    const digest = deps.digestOf(key.secretId);
    if (digest !== undefined) byDigest.set(digest, key);
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
      const refused = refusalOf(key, call);
      if (refused !== null) return refuse(refused);
      return ok({
        keyId: key.id,
        secretId: key.secretId,
        consumer: key.id,
        keyLabel: key.label,
        rateLimit: key.rateLimit,
        credentials: [sent],
      });
    },
  };
};

const liveKey = ({ id, label, enabled, expiresAt, rateLimit, allow }: ApiKey): LiveKey => ({
  id,
  label,
  enabled,
  secretId: id,
  expiresAtMs: expiresAt === null ? Infinity : Date.parse(expiresAt),
  rateLimit,
  allowed: createAddressRules({ allow, deny: [] }),
});

/** The key as its value before a rotation is measured by it, where there is one. */
function valueBefore(kept: ApiKey): LiveKey[] {
  const { previous } = kept;
  if (previous === null) return [];
  const key = liveKey(kept);
  const expiresAtMs = Math.min(key.expiresAtMs, Date.parse(previous.until));
  return [{ ...key, secretId: previous.id, expiresAtMs }];
}

const byEnd = (a: LiveKey, b: LiveKey): number => a.expiresAtMs - b.expiresAtMs;

/** Why a known key is not let in; null where it is. */
function refusalOf(key: LiveKey, { receivedAtMs, remoteAddress }: IncomingCall): Problem | null {
  const { label, enabled, expiresAtMs, allowed } = key;
  if (!enabled) return problem('key_disabled', { reason: `The key labelled ${label} is disabled.` });
  if (receivedAtMs >= expiresAtMs) {
    const what = key.secretId === key.id ? '' : ' value before the rotation of the';
    const since = new Date(expiresAtMs).toISOString();
    return problem('key_expired', { reason: `The${what} key labelled ${label} expired at ${since}.` });
  }
  const why = allowed?.against(remoteAddress) ?? null;
  if (why === null) return null;
  const reason = `The address ${remoteAddress} ${why} by the key labelled ${label}.`;
  return problem('address_not_allowed', { reason });
}

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
