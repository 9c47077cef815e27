import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';

export function addBackup(program: Command, shell: Shell): void {
  const { terminal } = shell;
  program
    .command('backup')
    .description(
      'calls, integrations and large bodies into one file, while calls come in; the data key is not in it',
    )
    .argument('<file>', 'where to write it; an earlier backup there is replaced, another file is not')
    .action(async (path: string, _options: object, command: Command) => {
      const made = await withClient(shell, command, (client) => client.host.backup({ file: resolve(path) }));
      if (wantsJson(command)) return printJson(terminal, made);
      return terminal.print(`${made.file}: ${made.calls} calls, ${made.bytes} bytes\n`);
    });
}
