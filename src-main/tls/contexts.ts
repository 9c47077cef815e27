import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { problem } from '#shared/problem.ts';
import { ok, type Result, refuse } from '#shared/result.ts';
import { chooseIdentity } from './choose-identity.ts';
import { handshakeRules } from './handshake-rules.ts';
import { type Identity, messageOf } from './identity.ts';

export interface Contexts {
  /** Who may have issued the certificates of callers; nobody, where there are none. */
  trust(authorities: readonly string[]): void;
  /** For callers who name no host, or one that no certificate is for. */
  readonly fallback: SecureContextOptions;
  /** What is shown to callers of a host; null where that is the fallback. */
  contextFor(serverName: string): SecureContext | null;
}

export interface Identities {
  readonly own: readonly Identity[];
  readonly made: readonly Identity[];
}

export function createContexts(identities: () => Identities, now: () => number): Contexts {
  let ca: string[] = [];
  let made = new WeakMap<Identity, SecureContext>();
  // An empty list is nobody; without one it would be every authority that is well known.
  const optionsOf = ({ context }: Identity): SecureContextOptions => ({ ...handshakeRules, ...context, ca });
  return {
    trust(authorities) {
      ca = [...authorities];
      made = new WeakMap();
    },
    get fallback() {
      const identity = chooseIdentity(identities(), null, now());
      if (identity === undefined) throw new Error('HTTPS has no certificate.');
      return optionsOf(identity);
    },
    contextFor(serverName) {
      const identity = chooseIdentity(identities(), serverName, now());
      if (identity === undefined) return null;
      const known = made.get(identity);
      if (known !== undefined) return known;
      const context = createSecureContext(optionsOf(identity));
      made.set(identity, context);
      return context;
    },
  };
}

const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The authorities of client certificates, from the text of the setting. Problems: `input_invalid`. */
export function readAuthorities(text: string): Result<string[]> {
  const path = 'https.clientAuthorities';
  const blocks = [...text.matchAll(block)].map(([pem]) => pem);
  if (blocks.length === 0 && text.trim() !== '') {
    const detail = 'This is no certificate in PEM. Such a text has the line -----BEGIN CERTIFICATE-----.';
    return refuse(problem('input_invalid', { path, detail }));
  }
  for (const [at, pem] of blocks.entries()) {
    const fault = faultOf(pem);
    if (fault !== null) {
      return refuse(problem('input_invalid', { path, detail: `Certificate ${at + 1} ${fault}` }));
    }
  }
  return ok(blocks);
}

function faultOf(pem: string): string | null {
  try {
    const { ca } = new X509Certificate(pem);
    return ca ? null : 'is not one of an authority, so that it cannot have issued any.';
  } catch (error) {
    return `is damaged (${messageOf(error)}).`;
  }
}
