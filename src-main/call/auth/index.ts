// The kinds of authentication; a kind of the model that is missing here does not compile.
import type { Authentication, AuthenticationKind } from '#shared/model/auth.ts';
import { consumersOf } from '#shared/model/consumers-of.ts';
import { secretsOf } from '#shared/model/secrets-of.ts';
import type { Trigger } from '#shared/model/trigger.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse } from '#shared/result.ts';
import { headerOf, type IncomingCall } from '../incoming-call.ts';
import { apiKeysVerifier } from './api-keys.ts';
import { basicVerifier } from './basic.ts';
import { clientCertificateVerifier } from './client-certificate.ts';
import { allOf, anyOf } from './combined.ts';
import { hmacVerifier } from './hmac.ts';
import { noneVerifier } from './none.ts';
import { jwtVerifier } from './jwt.ts';
import type { AuthDeps, Decision, MakeVerifier, Verifier } from './verifier.ts';

export const verifiers: { readonly [K in AuthenticationKind]: MakeVerifier<K> } = {
  none: noneVerifier,
  apiKeys: apiKeysVerifier,
  basic: basicVerifier,
  hmac: hmacVerifier,
  jwt: jwtVerifier,
  clientCertificate: clientCertificateVerifier,
  any: ({ any }, trigger, deps) => anyOf(any.map((one) => make(one, trigger, deps))),
  all: ({ all }, trigger, deps) => allOf(all.map((one) => make(one, trigger, deps))),
};

function make(authentication: Authentication, trigger: Trigger, deps: AuthDeps): Verifier {
  if (areUnreadable(authentication, deps)) return unreadable;
  // The record's own type ties each kind to its verifier; only the union of both is beyond the compiler.
  const makeKind = verifiers[authentication.kind] as MakeVerifier<AuthenticationKind>;
  return makeKind(authentication, trigger, deps);
}

/** Whom a trigger lets in: callers as its kind of authentication says, and the test calls of this life. */
export function createVerifier(trigger: Trigger, deps: AuthDeps): Verifier {
  // Made by the first call, so that a start unseals nothing.
  let made: Verifier | null = null;
  const verifier = () => (made ??= make(trigger.authentication, trigger, deps));
  return {
    challenges: (refused) => verifier().challenges(refused),
    verify(call) {
      const verdict = verifier().verify(call);
      return 'ok' in verdict && verdict.ok ? verdict : (verifyTest(call, deps) ?? verdict);
    },
  };
}

/**
 * The data key was lost: as long as none of its secrets is entered again, a kind of authentication can tell nobody from
 * anybody. Of kinds that are combined each is asked by itself, since another one may still know who calls.
 */
function areUnreadable(authentication: Authentication, { digestOf }: AuthDeps): boolean {
  if (authentication.kind === 'any' || authentication.kind === 'all') return false;
  // Keys at an address are no secret.
  if (authentication.kind === 'jwt' && authentication.jwks !== undefined) return false;
  const ids = [...secretsOf(authentication).map(({ id }) => id), ...consumersOf(authentication)];
  return ids.length > 0 && ids.every((id) => digestOf(id) === undefined);
}

const unreadable: Verifier = {
  verify: () => refuse(problem('secrets_unreadable', { retryAfterSeconds: 60 })),
  challenges: () => [],
};

function verifyTest(call: IncomingCall, { digest, testDigest }: AuthDeps): Decision | null {
  const sent = headerOf(call, 'x-api-key');
  if (sent === undefined || sent.length !== testKeyLength || digest(sent) !== testDigest) return null;
  return ok({ keyId: 'test', consumer: 'test', keyLabel: 'Test', credentials: [sent] });
}

/** Of a made key, so that nothing else needs a digest. */
const testKeyLength = 46;
