import { AuthenticationDraft, type Authentication } from './auth.ts';
import type { Secret, SecretDraft } from './secret.ts';

/** Where the secrets of an authentication stand. */
export interface SecretPlace {
  readonly of: Authentication | AuthenticationDraft;
  /** Below the authentication: `keys`, or `keys[0]` for one of them. */
  readonly path: string;
  /** What a value is called when it is handed in. */
  readonly valueField: 'key' | 'password' | 'secret';
}

/** A secret of any kind, with the value that may have been handed in and whatever else stands beside it. */
export type AnySecret = (Secret | SecretDraft) & { readonly [field: string]: unknown };

/**
 * An authentication with other secrets in place of its own. The one walk over the kinds; what comes of it is for
 * the schema to say, since the walk serves kept ones and drafts alike.
 */
export function mapSecretLists(
  authentication: Authentication | AuthenticationDraft,
  change: (secrets: readonly AnySecret[], place: SecretPlace) => readonly object[],
): unknown {
  const changed = (secrets: readonly AnySecret[], path: string, valueField: SecretPlace['valueField']) =>
    change(secrets, { of: authentication, path, valueField });
  const within = (one: Authentication | AuthenticationDraft, path: string) =>
    mapSecretLists(one, (secrets, place) => change(secrets, { ...place, path: `${path}.${place.path}` }));
  switch (authentication.kind) {
    case 'apiKeys':
    case 'jwt':
      return { ...authentication, keys: changed(authentication.keys, 'keys', 'key') };
    case 'basic':
      return { ...authentication, users: changed(authentication.users, 'users', 'password') };
    case 'hmac':
      return { ...authentication, secrets: changed(authentication.secrets, 'secrets', 'secret') };
    case 'any':
      return { ...authentication, any: authentication.any.map((one, at) => within(one, `any[${at}]`)) };
    case 'all':
      return { ...authentication, all: authentication.all.map((one, at) => within(one, `all[${at}]`)) };
    case 'none':
    case 'clientCertificate':
      return authentication;
  }
}

/** The same, secret by secret. */
export const mapSecrets = (
  authentication: Authentication | AuthenticationDraft,
  change: (secret: AnySecret, place: SecretPlace) => object,
): unknown =>
  mapSecretLists(authentication, (secrets, place) =>
    secrets.map((secret, at) => change(secret, { ...place, path: `${place.path}[${at}]` })),
  );

/** What is known of a kept secret beside what may be handed in. */
const onlyKept: ReadonlySet<string> = new Set(['hint', 'createdAt', 'previous', 'isShownOnce']);
export const dropKept = (secret: object): object =>
  Object.fromEntries(Object.entries(secret).filter(([field]) => !onlyKept.has(field)));

/** What saving an authentication unchanged would hand in. */
export const authenticationDraftOf = (authentication: Authentication): AuthenticationDraft =>
  AuthenticationDraft.parse(mapSecrets(authentication, dropKept));

/**
 * An older authentication with the secrets of the newest: what was deleted since stays deleted. Where a list stood in
 * another place, or in none, its secrets that are kept still are found by their ids.
 */
export function withSecretsOf(older: AuthenticationDraft, newest: AuthenticationDraft): AuthenticationDraft {
  const lists = new Map<string, readonly AnySecret[]>();
  const byId = new Map<string, AnySecret>();
  const nameOf = ({ of, path }: SecretPlace) => `${of.kind} ${path}`;
  mapSecretLists(newest, (secrets, place) => {
    lists.set(nameOf(place), secrets);
    for (const secret of secrets) if (secret.id !== undefined) byId.set(secret.id, secret);
    return secrets;
  });
  const kept = (secrets: readonly AnySecret[]) =>
    secrets.flatMap(({ id }) => (id === undefined ? [] : (byId.get(id) ?? [])));
  return AuthenticationDraft.parse(
    mapSecretLists(older, (secrets, place) => lists.get(nameOf(place)) ?? kept(secrets)),
  );
}
