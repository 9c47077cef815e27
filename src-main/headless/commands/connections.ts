import type { Command } from 'commander';
import type { ConnectionPlace } from '#shared/contract/connections.ts';
import type { Connection } from '#shared/model/connection.ts';
import { didYouMean } from '#shared/edit-distance.ts';
import { problem } from '#shared/problem.ts';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { CommandFailure } from '../command-failure.ts';
import { tableText } from '../print-table.ts';

/** Systems that workflows work with. They are made on the screens, or by `apply`. */
export function addConnections(program: Command, shell: Shell): void {
  const { terminal } = shell;
  const connections = program
    .command('connections')
    .description('databases, mail servers and other systems that workflows work with, by name');

  connections
    .command('list', { isDefault: true })
    .description('all of them, and who goes over them; never a secret')
    .action(async (_options: object, command: Command) => {
      const found = await withClient(shell, command, (client) => client.connections.list());
      if (wantsJson(command)) return printJson(terminal, found);
      const rows = found.map((place) => [
        place.name,
        place.kind,
        place.isReadable ? addressOf(place.connection) : '(secret lost: give it again)',
        place.changedAt,
        place.changedBy,
        place.usedBy.map((user) => `${user.code}/${user.name}`).join(' '),
      ]);
      return terminal.print(tableText(['NAME', 'KIND', 'TO', 'CHANGED', 'BY', 'USED BY'], rows));
    });

  connections
    .command('test')
    .description('connect, and say what the other side answers; ends with 1 where it does not')
    .argument('<name>')
    .action(async (name: string, _options: object, command: Command) => {
      const tested = await withClient(shell, command, async (client) => {
        const draft = connectionOf(await client.connections.list(), name);
        return client.connections.test({ draft });
      });
      if (!tested.ok) {
        throw new CommandFailure(problem('connection_failed', { detail: `${name}: ${tested.text}` }));
      }
      if (wantsJson(command)) return printJson(terminal, tested);
      return terminal.print(`${name}: ${tested.text} (${Math.round(tested.durationMs)} ms)\n`);
    });

  connections
    .command('remove')
    .description('delete one that no integration goes over')
    .argument('<name>')
    .action(async (name: string, _options: object, command: Command) => {
      await withClient(shell, command, (client) => client.connections.remove({ name }));
      if (wantsJson(command)) return printJson(terminal, { name });
      return terminal.print(`${name} was removed.\n`);
    });
}

function connectionOf(places: readonly ConnectionPlace[], name: string): Connection {
  const connection = places.find((place) => place.name === name)?.connection;
  if (connection !== undefined) return connection;
  const names = places.map((place) => place.name);
  const detail = `There is no connection ${name}.${didYouMean(name, names)}`;
  throw new CommandFailure(problem('connection_not_found', { detail }));
}

function addressOf(connection: Connection | undefined): string {
  if (connection === undefined) return '';
  switch (connection.kind) {
    case 'sqlite':
      return connection.file;
    case 'http':
      return connection.baseUrl;
    case 'smtp':
      return `${connection.host}:${connection.port}`;
    default:
      return `${connection.host}:${connection.port}/${connection.database}`;
  }
}
