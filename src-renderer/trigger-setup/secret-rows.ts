// The lists of secrets of the kinds of authentication, but for API keys, which have a ledger of their own: what
// each is called, and what of a secret is shown.
import type { z } from 'zod';
import { Password } from '#shared/model/auth/basic.ts';
import { HmacSecretText, type HmacPreset } from '#shared/model/auth/hmac.ts';
import type { Secret } from '#shared/model/secret.ts';
import { isShared, JwtKeyText, type JwtAlgorithm } from '#shared/model/auth/jwt.ts';
import { makeBase64, makeText } from '#renderer/ui/keys/make-secret.ts';

/** The secrets of the saved version, by id. */
export type KeptSecrets = ReadonlyMap<string, Secret>;

/** A secret in the form. */
export interface SecretRow {
  readonly id?: string;
  readonly label: string;
  readonly enabled?: boolean;
  readonly user?: string;
  readonly key?: string;
  readonly password?: string;
  readonly secret?: string;
}

/** How a kind of authentication speaks of its secrets. */
export interface SecretWords {
  /** The field of the list, and that of a value in it. */
  readonly list: 'keys' | 'users' | 'secrets';
  readonly valueField: 'key' | 'password' | 'secret';
  readonly title: string;
  readonly add: string;
  /** What one is called within a sentence. */
  readonly one: string;
  /** What it means that there is none. */
  readonly none: string;
  readonly valueTitle: string;
  readonly valueSchema: z.ZodType<string, string>;
  /** Null where only who calls can say what it is. */
  readonly make: (() => string) | null;
  readonly hasUser?: boolean;
  /** A value may have several lines. */
  readonly isLong?: boolean;
}

export const userWords: SecretWords = {
  list: 'users',
  valueField: 'password',
  title: 'Users',
  add: 'Add user',
  one: 'user',
  none: 'No user yet: every call is refused until there is one.',
  valueTitle: 'Password',
  valueSchema: Password,
  make: makeText,
  hasUser: true,
};

const makeOf: { readonly [P in HmacPreset]: (() => string) | null } = {
  'standard-webhooks': () => `whsec_${makeBase64()}`,
  github: makeText,
  generic: makeText,
  stripe: null,
  shopify: null,
  slack: null,
};

export const signingWords = (preset: HmacPreset): SecretWords => ({
  list: 'secrets',
  valueField: 'secret',
  title: 'Secrets',
  add: 'Add secret',
  one: 'secret',
  none: 'No secret yet: every call is refused until there is one.',
  valueTitle: 'Secret',
  valueSchema: HmacSecretText,
  make: makeOf[preset],
});

/** `isPublished`: the issuer has its keys at an address. */
export function tokenKeyWords(algorithms: readonly JwtAlgorithm[], isPublished: boolean): SecretWords {
  const shared = algorithms.length > 0 && algorithms.every(isShared);
  return {
    list: 'keys',
    valueField: 'key',
    title: shared ? 'Shared secrets' : 'Public keys',
    add: 'Add key',
    one: 'key',
    none: isPublished
      ? 'None here: the keys at the address count.'
      : 'No key yet: every call is refused until there is one, or an address of keys.',
    valueTitle: shared ? 'Shared secret' : 'Public key (PEM)',
    valueSchema: JwtKeyText,
    make: shared ? () => makeText() + makeText() : null,
    isLong: !shared,
  };
}

const hintLength = 6;

/** The beginning of a value, as far as this page knows it; nothing of a password. */
export function hintOf(row: SecretRow, kept: KeptSecrets, { valueField }: SecretWords): string {
  if (valueField === 'password') return '••••••';
  const value = row[valueField];
  if (value?.startsWith('-----BEGIN') === true) return 'public key';
  if (value !== undefined) return `${value.slice(0, hintLength)}…`;
  const saved = row.id === undefined ? undefined : kept.get(row.id);
  if (saved) return saved.hint;
  return 'made when saved';
}

/** Kept, or only in this draft so far. */
export const isKept = ({ id }: SecretRow, kept: KeptSecrets): boolean => id !== undefined && kept.has(id);
