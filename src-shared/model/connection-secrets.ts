// A connection without its secrets, and with them again.
import type { Connection } from './connection.ts';

/** Fields of these names are secrets, wherever they stand in a connection; their schemas say so too. */
export const secretFields: ReadonlySet<string> = new Set([
  'password',
  'token',
  'key',
  'clientSecret',
  'privateKey',
  'passphrase',
]);

/** Values by where they stand, such as `authentication.token`. */
export type ConnectionSecrets = Readonly<Record<string, string>>;

/** The two parts that a connection is kept in. */
export function splitConnection(connection: Connection): {
  readonly open: Connection;
  readonly secrets: ConnectionSecrets;
} {
  const secrets: Record<string, string> = {};
  const without = (part: object, path: string): object =>
    Object.fromEntries(
      Object.entries(part).flatMap(([name, value]: [string, unknown]) => {
        if (typeof value === 'string' && secretFields.has(name)) {
          if (value !== '') secrets[`${path}${name}`] = value;
          return [];
        }
        return [[name, isPart(value) ? without(value, `${path}${name}.`) : value]];
      }),
    );
  return { open: without(connection, '') as Connection, secrets };
}

/** With its secrets in place; those that it has no place for are passed over. */
export const joinConnection = (open: Connection, secrets: ConnectionSecrets): Connection =>
  Object.entries(secrets).reduce<object>(
    (joined, [path, value]) => withAt(joined, path.split('.'), value),
    open,
  ) as Connection;

function withAt(part: object, [name = '', ...rest]: readonly string[], value: string): object {
  if (rest.length === 0) return { ...part, [name]: value };
  const inner: unknown = Reflect.get(part, name);
  return isPart(inner) ? { ...part, [name]: withAt(inner, rest, value) } : part;
}

const isPart = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A draft with the kept secrets that it leaves out, where it still has the same place for them. */
export function withKeptSecrets(draft: Connection, kept: Connection | null): Connection {
  if (kept === null || kept.kind !== draft.kind) return draft;
  const { secrets } = splitConnection(kept);
  const missing = Object.entries(secrets).filter(([path]) => {
    const [place, field] = placeOf(draft, path);
    const [placeBefore] = placeOf(kept, path);
    return isPart(place) && kindIn(place) === kindIn(placeBefore) && Reflect.get(place, field) === undefined;
  });
  return joinConnection(draft, Object.fromEntries(missing));
}

/** What holds a field, by the field's path, and the name of the field in it. */
function placeOf(connection: Connection, path: string): readonly [place: unknown, field: string] {
  const names = path.split('.');
  const field = names.pop() ?? '';
  const place = names.reduce<unknown>(
    (part, name) => (isPart(part) ? Reflect.get(part, name) : undefined),
    connection,
  );
  return [place, field];
}

const kindIn = (part: unknown): unknown => (isPart(part) ? Reflect.get(part, 'kind') : undefined);

/** Secrets without which it means nothing. */
export function missingSecrets(connection: Connection): string[] {
  if (connection.kind !== 'http') return [];
  const { authentication, tls } = connection;
  const missing: string[] = [];
  if (authentication.kind === 'bearer' && !authentication.token) missing.push('authentication.token');
  if (authentication.kind === 'apiKey' && !authentication.key) missing.push('authentication.key');
  if (authentication.kind === 'oauth2ClientCredentials' && !authentication.clientSecret) {
    missing.push('authentication.clientSecret');
  }
  if (tls.certificate !== undefined && !tls.privateKey) missing.push('tls.privateKey');
  return missing;
}
