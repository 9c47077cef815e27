import type { KeyObject } from 'node:crypto';
import { createHmac, timingSafeEqual, verify as verifySignature } from 'node:crypto';
import { problem, type Problem } from '#shared/problem.ts';
import { ok, refuse } from '#shared/result.ts';
import { signatureKey } from './hmac-keys.ts';
import { signingSchemes, type Signed, type SigningScheme } from './hmac-schemes.ts';
import type { BodyCheck, Decision, MakeVerifier } from './verifier.ts';

/** A message that is signed with a private key is looked at whole, so that it has to fit in memory. */
export const maxWholeBytes = 256 * 1024;

interface SigningKey {
  readonly id: string;
  readonly label: string;
  readonly key: KeyObject;
}

/** A signature over the bytes of the body, taken as they come. Any of the secrets may have made it. */
export const hmacVerifier: MakeVerifier<'hmac'> = (hmac, _trigger, deps) => {
  const scheme = signingSchemes[hmac.preset](hmac);
  const shared: SigningKey[] = [];
  const published: SigningKey[] = [];
  for (const { id, label, enabled } of hmac.secrets) {
    const value = enabled ? deps.reveal(id) : undefined;
    const key = value === undefined ? null : signatureKey(value, hmac.preset);
    if (key === null) continue;
    if (key.type === 'secret') shared.push({ id, label, key });
    else published.push({ id, label, key });
  }
  const challenges = [`Signature realm="hookline", headers="${scheme.header}"`];
  return {
    challenges: () => challenges,
    verify(call) {
      const read = scheme.read(call);
      if (!read.ok) return read;
      const signed = read.value;
      const untimely = refuseTime(signed.atSeconds, deps.now() / 1_000, hmac.toleranceSeconds);
      if (untimely !== null) return refuse(untimely);
      const checks = [
        ...(signed.signatures.length > 0 ? shared.map((one) => sharedCheck(signed, one, scheme)) : []),
        ...(signed.ed25519.length > 0 && published.length > 0 ? [publishedCheck(signed, published)] : []),
      ];
      return firstOf(checks);
    },
  };
};

/** A message that is as old as this may be a recorded one. */
function refuseTime(atSeconds: number | null, nowSeconds: number, tolerance: number): Problem | null {
  if (atSeconds === null) return null;
  const age = Math.round(nowSeconds - atSeconds);
  if (Math.abs(age) <= tolerance) return null;
  const reason =
    age > 0
      ? `The signature is ${age} s old; ${tolerance} s are allowed.`
      : `The signature is ${-age} s ahead of this machine's clock; ${tolerance} s are allowed.`;
  return problem('signature_expired', { reason });
}

/** One way in which the signature may be right. Null where it is not. */
interface Check {
  update(bytes: Uint8Array): void;
  decide(): Decision | null;
}

function firstOf(checks: readonly Check[]): BodyCheck {
  return {
    update(bytes) {
      for (const check of checks) check.update(bytes);
    },
    decide() {
      for (const check of checks) {
        const decision = check.decide();
        if (decision !== null) return decision;
      }
      const reason = 'None of the secrets of this trigger makes the signature that was sent.';
      return refuse(problem('signature_wrong', { reason }));
    },
  };
}

/** Whichever secret signed it: while one is changed for another, a call that comes again is the same call. */
const passed = ({ id, label }: SigningKey): Decision =>
  ok({ keyId: id, consumer: null, keyLabel: label, credentials: [] });

function sharedCheck(signed: Signed, secret: SigningKey, { algorithm }: SigningScheme): Check {
  const hmac = createHmac(algorithm, secret.key).update(signed.before);
  return {
    update: (bytes) => void hmac.update(bytes),
    decide() {
      const digest = hmac.update(signed.after).digest();
      const isRight = signed.signatures.some(
        (sent) => sent.length === digest.length && timingSafeEqual(sent, digest),
      );
      return isRight ? passed(secret) : null;
    },
  };
}

function publishedCheck(signed: Signed, keys: readonly SigningKey[]): Check {
  const chunks: Uint8Array[] = [Buffer.from(signed.before)];
  let bytes = 0;
  return {
    update(chunk) {
      bytes += chunk.byteLength;
      if (bytes <= maxWholeBytes) chunks.push(chunk);
      else chunks.length = 0;
    },
    decide() {
      if (bytes > maxWholeBytes) {
        const detail = `A body that is signed with a private key may have at most ${maxWholeBytes} bytes`;
        return refuse(problem('body_too_large', { detail }));
      }
      const message = Buffer.concat([...chunks, Buffer.from(signed.after)]);
      const right = keys.find(({ key }) =>
        signed.ed25519.some((sent) => verifySignature(null, message, key, sent)),
      );
      return right === undefined ? null : passed(right);
    },
  };
}
