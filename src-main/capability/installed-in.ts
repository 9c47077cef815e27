import type { Environment } from '#main/environment/environment.ts';
import type { Settings } from '#shared/model/setting.ts';
import type { Installed } from '#shared/model/installed.ts';

/** What integrations may name of it. */
export const installedIn = (
  environment: Pick<Environment, 'entries' | 'connections'>,
  { commands, folders }: Pick<Settings, 'commands' | 'folders'>,
): Installed => ({
  commands,
  folders,
  values: environment.entries().map(({ name }) => name),
  connections: Object.fromEntries(
    environment.connections().map(({ connection: { name, kind } }) => [name, kind]),
  ),
});
