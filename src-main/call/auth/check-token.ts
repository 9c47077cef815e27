// What a signed token says, by keys that are kept here or published by its issuer. Loaded with the first token.
import type { KeyObject } from 'node:crypto';
import {
  createLocalJWKSet,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type CryptoKey,
  type JSONWebKeySet,
  type JWTPayload,
  type ProtectedHeaderParameters,
} from 'jose';
import type { Jwt } from '#shared/model/auth/jwt.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Refusal } from '#shared/result.ts';
import { shownAddress } from './key-sets.ts';
import type { CheckedToken } from './remember-tokens.ts';
import { fits, tokenKey } from './token-keys.ts';
import type { AuthDeps } from './verifier.ts';

const maxLabelLength = 100;

const wrong = (reason: string): Refusal => refuse(problem('token_wrong', { reason }));
const refused = (decision: Refusal): CheckedToken => ({ decision, endsAt: 0 });

/** A key that is kept with the trigger. */
interface KeptKey {
  readonly id: string;
  readonly label: string;
  readonly key: KeyObject;
}

/** A token while it is checked. */
interface Attempt {
  readonly token: string;
  readonly header: SignedHeader;
  /** Why keys that may have signed it cannot be used: whoever published them has to know. */
  readonly faults: string[];
}

/** Checks a token by the keys that are kept here, then by those that its issuer publishes. */
export function createTokenCheck(jwt: Jwt, deps: AuthDeps): (token: string) => Promise<CheckedToken> {
  const kept = jwt.keys.flatMap(({ id, label, enabled }): KeptKey[] => {
    const value = enabled ? deps.reveal(id) : undefined;
    return value === undefined ? [] : [{ id, label, key: tokenKey(value, jwt.algorithms) }];
  });
  const areLost = jwt.keys.length > 0 && jwt.keys.every(({ id }) => deps.digestOf(id) === undefined);
  // Both names stand for the same (RFC 9864).
  const algorithms = jwt.algorithms.flatMap((name) => (name === 'EdDSA' ? [name, 'Ed25519'] : [name]));

  /** Null where it was not signed with this key, or nobody can say so. */
  async function checkWith(
    { token, faults }: Attempt,
    key: KeyObject | CryptoKey,
    of: KeptKey | null,
  ): Promise<CheckedToken | null> {
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, key, {
        algorithms,
        clockTolerance: jwt.clockSkewSeconds,
        currentDate: new Date(deps.now()),
        requiredClaims: jwt.requireExpiry ? ['exp'] : [],
        ...(jwt.issuer === undefined ? {} : { issuer: jwt.issuer }),
        ...(jwt.audience === undefined ? {} : { audience: jwt.audience }),
      }));
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed) return null;
      if (error instanceof errors.JOSEError) return refused(refusalOf(error, deps.now()));
      faults.push(faultIn(error));
      return null;
    }
    return judge(jwt, token, payload, of);
  }

  async function checkWithSet(attempt: Attempt, keySet: JSONWebKeySet): Promise<CheckedToken | null> {
    for (const key of await keysIn(keySet, attempt)) {
      const checked = await checkWith(attempt, key, null);
      if (checked !== null) return checked;
    }
    return null;
  }

  return async (token) => {
    const header = headerIn(token);
    if (header === null) return refused(wrong('What was sent is no signed token.'));
    const { alg } = header;
    if (!algorithms.includes(alg)) {
      const said = JSON.stringify(alg.slice(0, 20));
      return refused(wrong(`The token is signed with ${said}; ${algorithms.join(' or ')} would be right.`));
    }
    const attempt: Attempt = { token, header, faults: [] };
    for (const one of kept) {
      const checked = fits(one.key, alg) ? await checkWith(attempt, one.key, one) : null;
      if (checked !== null) return checked;
    }
    if (jwt.jwks === undefined) return refused(wrong('None of the keys of this trigger signed the token.'));

    const keySet = await deps.keySets.at(jwt.jwks);
    if (keySet === null) {
      const reason = `The keys at ${shownAddress(jwt.jwks)} cannot be had, so nobody can say whether the token is right.`;
      return refused(refuse(problem('issuer_unreachable', { reason, retryAfterSeconds: 30 })));
    }
    const checked = await checkWithSet(attempt, keySet);
    if (checked !== null) return checked;
    // The issuer may have begun to sign with another key.
    const newer = await deps.keySets.at(jwt.jwks, keySet);
    const again = newer === null || newer === keySet ? null : await checkWithSet(attempt, newer);
    if (again !== null) return again;
    // One of those that cannot be read may have signed it.
    if (areLost) return refused(refuse(problem('secrets_unreadable', { retryAfterSeconds: 60 })));
    const fault = attempt.faults.at(-1);
    const also = fault === undefined ? '' : ` One of them cannot be used: ${fault}`;
    return refused(wrong(`None of the keys at ${shownAddress(jwt.jwks)} signed the token.${also}`));
  };
}

type SignedHeader = ProtectedHeaderParameters & { readonly alg: string };

/** Null where it is no token that is signed. */
function headerIn(token: string): SignedHeader | null {
  try {
    const header = decodeProtectedHeader(token);
    // Whoever made the token may have put anything there.
    const alg: unknown = header.alg;
    return typeof alg === 'string' ? { ...header, alg } : null;
  } catch {
    return null;
  }
}

const finders = new WeakMap<JSONWebKeySet, ReturnType<typeof createLocalJWKSet>>();

/** Made once for each set, since it remembers the keys that it has read. */
function finderOf(keySet: JSONWebKeySet): ReturnType<typeof createLocalJWKSet> {
  const known = finders.get(keySet);
  if (known !== undefined) return known;
  const made = createLocalJWKSet(keySet);
  finders.set(keySet, made);
  return made;
}

/** Those that may have signed it, by its name of the key or else by the algorithm. */
async function keysIn(keySet: JSONWebKeySet, { header, faults }: Attempt): Promise<readonly CryptoKey[]> {
  try {
    return [await finderOf(keySet)(header)];
  } catch (error) {
    const several: CryptoKey[] = [];
    if (!(error instanceof errors.JOSEError)) faults.push(faultIn(error));
    if (error instanceof errors.JWKSMultipleMatchingKeys) for await (const key of error) several.push(key);
    return several;
  }
}

/** A key that is too weak or no key at all is found out only where it is used. */
const faultIn = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A token that was signed, by what it says. */
function judge(jwt: Jwt, token: string, payload: JWTPayload, of: KeptKey | null): CheckedToken {
  const unlike = Object.entries(jwt.claims).find(([name, value]) => !says(name, payload[name], value));
  if (unlike !== undefined) {
    const [name, value] = unlike;
    return refused(wrong(`The claim ${name} of the token is not ${JSON.stringify(value)}.`));
  }
  const caller = payload[jwt.callerClaim];
  const named = typeof caller === 'string' || typeof caller === 'number' ? String(caller) : of?.label;
  return {
    decision: ok({
      keyId: of?.id ?? null,
      consumer: `${isText(payload.iss) ? payload.iss : ''} ${named ?? ''}`,
      keyLabel: (named ?? 'Token').replaceAll(/\p{Cc}/gu, ' ').slice(0, maxLabelLength),
      credentials: [token],
    }),
    endsAt: payload.exp === undefined ? Infinity : payload.exp + jwt.clockSkewSeconds,
  };
}

/** Numbers and truth values as they are written. */
const isText = (claim: unknown): claim is string | number | boolean =>
  typeof claim === 'string' || typeof claim === 'number' || typeof claim === 'boolean';

/** Lists in one text (RFC 8693, 4.2; some issuers call it `scp`). What has blanks elsewhere is one value. */
const listsInText: ReadonlySet<string> = new Set(['scope', 'scp']);

/** Has the value, or names it in its list. */
function says(name: string, claim: unknown, value: string | number | boolean): boolean {
  const wanted = String(value);
  if (Array.isArray(claim)) return claim.some((one) => isText(one) && String(one) === wanted);
  if (!isText(claim)) return false;
  const text = String(claim);
  return text === wanted || (listsInText.has(name) && text.split(' ').includes(wanted));
}

function refusalOf(error: errors.JOSEError, nowMs: number): Refusal {
  if (error instanceof errors.JWTExpired) {
    const since = Math.round(nowMs / 1_000 - (error.payload.exp ?? 0));
    return refuse(problem('token_expired', { reason: `The token expired ${since} s ago.` }));
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'exp' && error.reason === 'missing') {
      return wrong('The token has no end: its claim exp is missing.');
    }
    return error.claim === 'nbf'
      ? wrong('The token is not valid yet.')
      : wrong(
          `The claim ${error.claim} of the token is ${error.reason === 'missing' ? 'missing' : 'another one'}.`,
        );
  }
  return wrong(`What was sent is no token as expected (${error.code}).`);
}
