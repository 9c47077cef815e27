// What people may leave out when they write an authentication down, filled in.

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mapList = (value: unknown, change: (part: unknown, at: number) => unknown): unknown =>
  Array.isArray(value) ? value.map((part: unknown, at) => change(part, at)) : value;

/**
 * `{ any: [..] }` and `{ all: [..] }` say their kind already; `secret: ..` is a list of one, as is no word of secrets,
 * and a text in a list of secrets is one with a label of its own; a user is labelled by its name. Whatever else stands there is left for the
 * schema to judge.
 */
export function writeOut(value: unknown): unknown {
  if (!isFields(value)) return value;
  const kind: unknown = value['kind'] ?? (['any', 'all'] as const).find((name) => name in value);
  switch (kind) {
    case 'any':
    case 'all':
      return { ...value, kind, [kind]: mapList(value[kind], writeOut) };
    case 'hmac':
      return hmac(value);
    case 'basic':
      return { ...value, users: mapList(value['users'], labelled) };
    case 'jwt':
      return { keys: [], ...value };
    default:
      return value;
  }
}

function hmac({ secret, ...rest }: Fields): Fields {
  const name = typeof rest['preset'] === 'string' ? rest['preset'] : 'Secret';
  return {
    ...rest,
    // With both it is for the schema to say that one is too much.
    ...(secret !== undefined && rest['secrets'] !== undefined ? { secret } : {}),
    // A secret without a value is made, or is the kept one of this label.
    secrets: mapList(rest['secrets'] ?? [secret ?? { label: name }], (one, at) =>
      typeof one === 'string' ? { label: at === 0 ? name : `${name} ${at + 1}`, secret: one } : one,
    ),
  };
}

const labelled = (user: unknown): unknown =>
  isFields(user) && user['label'] === undefined ? { ...user, label: user['user'] } : user;
