import type { Pair } from './pair.ts';
import type { Signing } from './signing.ts';

/** What a caller shows of itself. Secrets are named, never written down. */
export interface Proof {
  readonly headers: readonly Pair[];
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly hasCertificate: boolean;
  readonly signing: Signing | null;
}

export const noProof: Proof = { headers: [], login: null, hasCertificate: false, signing: null };

/** A request that samples in any language send. */
export interface SampleRequest {
  readonly method: string;
  readonly url: string;
  /** Beside those of the proof. */
  readonly headers: readonly Pair[];
  readonly body: string | null;
  readonly proof: Proof;
  /** Of the authority that the caller has to trust, where no system does. */
  readonly authorityFile: string | null;
}
