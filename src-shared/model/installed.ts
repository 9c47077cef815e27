import type { ConnectionKind } from './connection.ts';

/** What an integration may name of its installation. */
export interface Installed {
  /** Of the environment. */
  readonly values: readonly string[];
  /** Programs and folders that the operator allowed. */
  readonly commands: readonly string[];
  readonly folders: readonly string[];
  readonly connections: Readonly<Record<string, ConnectionKind>>;
}
