import type { Result } from '#shared/result.ts';
import type { IncomingCall } from '#main/call/incoming-call.ts';
import type { KeySets } from './key-sets.ts';
import type { Authentication, AuthenticationKind } from '#shared/model/auth.ts';
import type { Consumer } from '#shared/model/consumer.ts';
import type { RateLimit } from '#shared/model/rate-limit.ts';
import type { Trigger } from '#shared/model/trigger.ts';
import type { Problem } from '#shared/problem.ts';

/** Who calls, as far as the trigger's authentication tells. */
export interface Caller {
  /** The secret it called with, by its id; null where the trigger keeps none. */
  readonly keyId: string | null;
  /** What the value it sent is kept under, where that is not the same. */
  readonly secretId?: string;
  /** Whose calls a rate limit counts together, and whose idempotency keys are one; null for anyone. */
  readonly consumer: string | null;
  readonly keyLabel: string | null;
  /** Of its key, over all triggers. */
  readonly rateLimit?: RateLimit;
  /** The credentials it sent; wherever else one stands in the request, it is not kept. */
  readonly credentials: readonly string[];
}

export type Decision = Result<Caller>;

/** Decides by the bytes of the body: takes them as they come, and never waits. */
export interface BodyCheck {
  update(bytes: Uint8Array): void;
  /** All bytes have come. */
  decide(): Decision;
}

/** What the head of a call tells: who calls, or what has to be asked or read before that is known. */
export type Verdict = Decision | Asking | BodyCheck;

/** Asks something that takes time. It comes before the body, so that the order of calls is what it is for all. */
export interface Asking {
  readonly asks: Promise<Decision | BodyCheck>;
}

/** Who has decided by something else drops it: what fails then fails for nobody, and must not end the process. */
export function asking(asks: Asking['asks']): Asking {
  asks.catch(() => undefined);
  return { asks };
}

/** Whom a trigger lets in; made once for each of its versions. */
export interface Verifier {
  /** Decides at once wherever it can: what waits could change the order of calls. */
  verify(call: IncomingCall): Verdict;
  /** What the caller of a 401 is told to send (RFC 9110, 11.6.1). */
  challenges(refused: Problem): readonly string[];
}

export interface AuthDeps {
  /** The keyed digest that kept secrets are found by. */
  digest(text: string): string;
  /** The digest of a kept secret. */
  digestOf(id: string): string | undefined;
  /** The value of a kept secret. */
  reveal(id: string): string | undefined;
  readonly keySets: KeySets;
  /** A consumer of the installation. */
  consumer(id: string): Consumer | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  /** The digest of the key of this life that test calls carry. */
  readonly testDigest: string;
}

export type MakeVerifier<K extends AuthenticationKind> = (
  authentication: Extract<Authentication, { kind: K }>,
  trigger: Trigger,
  deps: AuthDeps,
) => Verifier;
