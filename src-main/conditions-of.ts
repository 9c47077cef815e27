import { join } from 'node:path';
import type { RunConditions } from './ports/run.ts';
import type { ListenerStatus, Settings } from '#shared/model/setting.ts';

/** Without these a program does not find others, or does not start at all. */
const passedOn = ['PATH', 'LANG', 'SystemRoot'] as const;

/** What the settings let executions do. */
export const conditionsOf = (
  { network, commands, folders }: Pick<Settings, 'network' | 'commands' | 'folders'>,
  admins: readonly Pick<ListenerStatus, 'port'>[],
  dataFolder: string,
): Omit<RunConditions, 'environment'> => ({
  destinations: {
    privateAllowed: network.privateDestinations,
    adminPorts: admins.map(({ port }) => port),
  },
  permissions: {
    commands,
    folders,
    dataFolder,
    workFolder: join(dataFolder, 'commands'),
    programEnvironment: Object.fromEntries(
      passedOn.flatMap((name) => {
        const value = process.env[name];
        return value === undefined ? [] : [[name, value] as const];
      }),
    ),
  },
});
