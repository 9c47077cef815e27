// How a trigger is called as each kind of authentication wants it. Secrets are named, never written down. Pure.
import type { AuthenticationDraftInput } from '../model/auth.ts';
import { noProof, type Proof } from './request.ts';
import { signingOf } from './signing.ts';

export interface WayIn {
  /** Of the secret, once it is kept. */
  readonly id?: string | undefined;
  /** Whose it is. */
  readonly label: string;
  readonly enabled: boolean;
  readonly expiresAt?: string | null | undefined;
  readonly proof: Proof;
}

type Single = Exclude<AuthenticationDraftInput, { kind: 'none' | 'any' | 'all' }>;
type Hmac = Extract<AuthenticationDraftInput, { kind: 'hmac' }>;

const keyProof = (key: string): Proof => ({ ...noProof, headers: [['x-api-key', key]] });
const loginProof = (user: string, password: string): Proof => ({ ...noProof, login: { user, password } });
const tokenProof: Proof = { ...noProof, headers: [['authorization', 'Bearer <token>']] };
const certificateProof: Proof = { ...noProof, hasCertificate: true };
const signatureProof = (hmac: Hmac, secret: string): Proof => ({
  ...noProof,
  signing: signingOf(hmac, secret),
});

/** The ways into a trigger, one for each consumer that it knows by name. */
export function waysIn(authentication: AuthenticationDraftInput): readonly WayIn[] {
  switch (authentication.kind) {
    case 'none':
      return [{ label: 'Anyone', enabled: true, proof: noProof }];
    case 'apiKeys':
      return authentication.keys.map(({ id, label, enabled = true, expiresAt }) => ({
        id,
        label,
        expiresAt,
        enabled,
        proof: keyProof(`<key of ${label}>`),
      }));
    case 'basic':
      return authentication.users.map(({ id, label, user, enabled = true }) => ({
        id,
        label,
        enabled,
        proof: loginProof(user, `<password of ${label}>`),
      }));
    case 'clientCertificate':
      return [{ label: 'Whoever has a certificate', enabled: true, proof: certificateProof }];
    case 'any':
      return authentication.any.flatMap(waysIn);
    case 'all':
      return [together(authentication.all.map(firstWayIn))];
    case 'jwt':
      return [{ label: 'Whoever has a token', enabled: true, proof: tokenProof }];
    case 'hmac':
      return authentication.secrets.map(({ id, label, enabled = true }) => ({
        id,
        label,
        enabled,
        proof: signatureProof(authentication, `<secret of ${label}>`),
      }));
  }
}

const together = (ways: readonly WayIn[]): WayIn => ({
  label: ways.map(({ label }) => label).join(', '),
  enabled: true,
  proof: allOf(ways.map(({ proof }) => proof)),
});

const allOf = (proofs: readonly Proof[]): Proof => ({
  headers: proofs.flatMap(({ headers }) => headers),
  login: proofs.find(({ login }) => login !== null)?.login ?? null,
  hasCertificate: proofs.some(({ hasCertificate }) => hasCertificate),
  signing: proofs.find(({ signing }) => signing !== null)?.signing ?? null,
});

/** The first one that is let in; one with a consumer still to be named where there is none. */
export function firstWayIn(authentication: AuthenticationDraftInput): WayIn {
  const first = waysIn(authentication).find(({ enabled }) => enabled);
  const someone = { label: 'a consumer', enabled: true };
  const proof = authentication.kind === 'apiKeys' ? keyProof('<key of a consumer>') : noProof;
  return first ?? { ...someone, proof };
}

/** What anybody shows who is let in, whoever it is: one for each of the kinds that will do. */
export function proofsOf(
  authentication: AuthenticationDraftInput,
  key = '<your API key>',
): readonly [Proof, ...Proof[]] {
  switch (authentication.kind) {
    case 'none':
      return [noProof];
    case 'any': {
      const [first = noProof, ...rest] = authentication.any.map((one) => proofOf(one, key));
      return [first, ...rest];
    }
    case 'all':
      return [allOf(authentication.all.map((one) => proofOf(one, key)))];
    default:
      return [proofOf(authentication, key)];
  }
}

function proofOf(one: Single, key: string): Proof {
  switch (one.kind) {
    case 'apiKeys':
      return keyProof(key);
    case 'basic':
      return loginProof('<your user>', '<your password>');
    case 'jwt':
      return tokenProof;
    case 'hmac':
      return signatureProof(one, '<your secret>');
    case 'clientCertificate':
      return certificateProof;
  }
}
