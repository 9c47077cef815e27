// The named values, secrets and connections of the installation, in memory: as they are shown, and opened as workflows
// see them. What is kept of them follows the data key when it changes.
import { resolve } from 'node:path';
import type { KeptNamed, NamedChange, SealedRow } from '#main/ports/config-store.ts';
import type { RunEnvironment } from '#main/ports/run.ts';
import { ownerOf } from '#main/secrets/vault.ts';
import type { SecretBox } from '#main/secrets/secret-box.ts';
import { type Connection, ConnectionEntry } from '#shared/model/connection.ts';
import { type ConnectionSecrets, joinConnection, splitConnection } from '#shared/model/connection-secrets.ts';
import { EnvironmentEntry } from '#shared/model/environment.ts';

export interface Environment {
  /** By name. */
  entries(): readonly EnvironmentEntry[];
  connections(): readonly ConnectionEntry[];
  /** With its secrets; null where there are some that cannot be read, undefined where there is none of this name. */
  open(name: string): Connection | null | undefined;
  /** The value of an entry, in the same way. */
  valueOf(name: string): string | null | undefined;
  /** As it is to be kept; `value` is null for a secret, which is then handed in apart. */
  keepEntry(entry: EnvironmentEntry, secret: string | null): KeptNamed;
  /** The same of a connection with its secrets. */
  keepConnection(
    connection: Connection,
    changed: Pick<ConnectionEntry, 'changedAt' | 'changedBy'>,
  ): KeptNamed;
  /** Takes up what is on disk. */
  change(change: { readonly values: NamedChange; readonly connections: NamedChange }): void;
  /** The same values, sealed anew under another data key; what is not among these is given up. */
  reseal(rows: readonly SealedRow[]): void;
  /** With its file where steps find it. */
  placed(connection: Connection): Connection;
  /** As workflows see it. */
  toRun(): RunEnvironment;
  /** Called whenever that is something else. */
  onChanged(then: () => void): void;
}

interface Kept<T> {
  readonly entry: T;
  readonly sealed: Uint8Array | null;
}

export function createEnvironment(box: Pick<SecretBox, 'open' | 'seal'>, dataFolder: string): Environment {
  const entries = new Map<string, Kept<EnvironmentEntry>>();
  const connections = new Map<string, Kept<ConnectionEntry>>();

  const followers: (() => void)[] = [];
  const changed = (): void => followers.forEach((follow) => follow());

  /** Null where it cannot be read: the data key is lost, or was, and nobody has given another value since. */
  function unseal(sealed: Uint8Array | null, owner: string): string | null {
    try {
      return sealed === null ? null : box.open(sealed, owner);
    } catch {
      return null;
    }
  }

  function valueOf(name: string): string | null | undefined {
    const kept = entries.get(name);
    return kept === undefined
      ? undefined
      : (kept.entry.value ?? unseal(kept.sealed, ownerOf.environment(name)));
  }

  function open(name: string): Connection | null | undefined {
    const kept = connections.get(name);
    if (kept === undefined) return undefined;
    const { connection, secrets } = kept.entry;
    if (secrets.length === 0) return connection;
    const text = unseal(kept.sealed, ownerOf.connections(name));
    return text === null ? null : joinConnection(connection, JSON.parse(text) as ConnectionSecrets);
  }

  return {
    entries: () => inOrder(entries),
    connections: () => inOrder(connections),
    valueOf,
    open,
    keepEntry: (entry, secret) => ({
      id: entry.name,
      document: JSON.stringify(entry),
      sealed: secret === null ? null : box.seal(secret, ownerOf.environment(entry.name)),
    }),
    keepConnection(connection, { changedAt, changedBy }) {
      const { name } = connection;
      const { open: shown, secrets } = splitConnection(connection);
      const paths = Object.keys(secrets);
      const entry: ConnectionEntry = { connection: shown, secrets: paths, changedAt, changedBy };
      const sealed = paths.length === 0 ? null : box.seal(JSON.stringify(secrets), ownerOf.connections(name));
      return { id: name, document: JSON.stringify(entry), sealed };
    },
    change(change) {
      take(change.values, entries, EnvironmentEntry);
      take(change.connections, connections, ConnectionEntry);
      changed();
    },
    reseal(rows) {
      sealAnew(rows, 'environment', entries);
      sealAnew(rows, 'connections', connections);
      changed();
    },
    placed: (connection) => placed(connection, dataFolder),
    onChanged: (then) => void followers.push(then),
    toRun() {
      const values = [...entries.keys()].map((name) => [name, valueOf(name) ?? null] as const);
      const opened = [...connections].map(([name, { entry }]) => ({
        name,
        shown: entry.connection,
        whole: open(name),
      }));
      const secretsOfEntries = values.filter(([name]) => entries.get(name)?.entry.value === null);
      return {
        values: Object.fromEntries(values),
        connections: Object.fromEntries(
          opened.map(({ name, shown, whole }) => [
            name,
            { settings: placed(whole ?? shown, dataFolder), isReadable: whole !== null },
          ]),
        ),
        secrets: [
          ...secretsOfEntries.flatMap(([, value]) => value ?? []),
          ...opened.flatMap(({ whole }) => (whole ? Object.values(splitConnection(whole).secrets) : [])),
        ],
      };
    },
  };
}

function take<T>(
  { saves, removes }: NamedChange,
  kept: Map<string, Kept<T>>,
  schema: { parse(document: unknown): T },
): void {
  for (const name of removes) kept.delete(name);
  for (const { id, document, sealed } of saves)
    kept.set(id, { entry: schema.parse(JSON.parse(document)), sealed });
}

function sealAnew<T>(
  rows: readonly SealedRow[],
  table: SealedRow['table'],
  kept: Map<string, Kept<T>>,
): void {
  const anew = new Map(rows.filter((row) => row.table === table).map(({ id, sealed }) => [id, sealed]));
  for (const [name, { entry }] of kept) kept.set(name, { entry, sealed: anew.get(name) ?? null });
}

/** Nobody but us knows where the data folder is. */
const placed = (connection: Connection, dataFolder: string): Connection =>
  connection.kind === 'sqlite' ? { ...connection, file: resolve(dataFolder, connection.file) } : connection;

const inOrder = <T>(kept: ReadonlyMap<string, Kept<T>>): T[] =>
  [...kept].sort(([a], [b]) => a.localeCompare(b)).map(([, { entry }]) => entry);
