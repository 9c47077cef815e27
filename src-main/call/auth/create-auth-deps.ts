import type { Keyring } from '#main/call/keyring.ts';
import type { Consumers } from '#main/call/consumers.ts';
import { createKeySets } from './key-sets.ts';
import { makeKey } from './secret-values.ts';
import type { AuthDeps } from './verifier.ts';

/** What the kinds of authentication share, and the key of this life that test calls carry. */
export function createAuthDeps(around: {
  /** The keyed digest; another one when the data key was lost and is begun anew. */
  digest(text: string): string;
  readonly keyring: Keyring;
  readonly consumers: Pick<Consumers, 'get'>;
  /** What stands at an address that an issuer publishes its keys at. */
  fetchKeySet(address: string): Promise<unknown>;
  report(what: string, error: unknown): void;
  now(): number;
  tick(): number;
}): { readonly auth: AuthDeps; readonly testKey: string } {
  const { digest, keyring, consumers, report, now, tick } = around;
  const testKey = makeKey();
  const auth: AuthDeps = {
    digest,
    digestOf: (id) => keyring.get(id)?.digest,
    reveal: keyring.reveal,
    consumer: consumers.get,
    keySets: createKeySets({ fetch: around.fetchKeySet, report, tick }),
    now,
    get testDigest() {
      return digest(testKey);
    },
  };
  return { auth, testKey };
}
