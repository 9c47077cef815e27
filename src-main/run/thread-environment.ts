// The environment of the installation as the executions of one thread see it. It is made when it changes and not for
// each call: an execution that uses none of it pays nothing.
import type { RunEnvironment, RunPermissions } from '#main/ports/run.ts';
import type { Connection, ConnectionKind, ConnectionOf } from '#shared/model/connection.ts';
import type { Installed } from '#shared/model/installed.ts';
import { createStripper, type Strip } from './strip-secrets.ts';
import { StepFailure } from './step-failure.ts';

export interface ThreadEnvironment {
  /** `env` of the scope. */
  readonly env: Readonly<Record<string, string>>;
  /** What integrations may name of it. */
  readonly installed: Installed;
  /** Throws a StepFailure that says what is missing. */
  connection<K extends ConnectionKind>(name: string, kinds: readonly K[]): ConnectionOf<K>;
  /** Text for people to read, without the secrets in it. */
  readonly strip: Strip;
}

export function createThreadEnvironment(
  { values, connections, secrets }: RunEnvironment,
  { commands, folders }: RunPermissions,
): ThreadEnvironment {
  const env: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(values)) {
    // One that cannot be read fails whoever asks for it, and not those who copy them all.
    if (value === null) Object.defineProperty(env, name, { get: () => unreadable(name) });
    else Object.defineProperty(env, name, { value, enumerable: true });
  }
  return {
    env: Object.freeze(env),
    installed: {
      values: Object.keys(values),
      commands,
      folders,
      connections: Object.fromEntries(
        Object.entries(connections).map(([name, { settings }]) => [name, settings.kind]),
      ),
    },
    connection(name, kinds) {
      const found = Object.hasOwn(connections, name) ? connections[name] : undefined;
      if (found === undefined) {
        throw new StepFailure(`There is no connection ${name}: it was deleted, or never made.`);
      }
      const { settings, isReadable } = found;
      if (!isReadable) return unreadable(`of the connection ${name}`);
      if (isOf(settings, kinds)) return settings;
      throw new StepFailure(
        `The connection ${name} is of the kind ${settings.kind}; this step needs ${kinds.join(', ')}.`,
      );
    },
    strip: createStripper(secrets),
  };
}

const isOf = <K extends ConnectionKind>(
  connection: Connection,
  kinds: readonly K[],
): connection is ConnectionOf<K> => kinds.some((kind) => kind === connection.kind);

function unreadable(which: string): never {
  throw new StepFailure(
    `The secret ${which} cannot be read: its data key is lost, or was given up. Enter it again.`,
    { code: 'secrets_unreadable' },
  );
}
