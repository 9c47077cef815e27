import type { Command } from 'commander';
import { dataKeyRemedy, dataKeyWords, notOpenWords, rotatedAdvice } from '#shared/model/data-key.ts';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';

export function addKey(program: Command, shell: Shell): void {
  const { terminal } = shell;
  const key = program
    .command('key')
    .description('the data key, under which API keys and other secrets are kept');

  key
    .command('status', { isDefault: true })
    .description('where it is, and whether it opens')
    .action(async (_options: object, command: Command) => {
      const status = await withClient(shell, command, (client) => client.dataKey.status());
      if (wantsJson(command)) return printJson(terminal, status);
      const { kind, place, isLost } = status;
      if (isLost) return terminal.print(`${notOpenWords(status)} ${dataKeyRemedy(status)}\n`);
      return terminal.print(`${dataKeyWords[kind]}: ${place}\n`);
    });

  key
    .command('rotate')
    .description('make a new one and seal all secrets anew under it, at once or not at all')
    .action(async (_options: object, command: Command) => {
      const done = await withClient(shell, command, (client) => client.dataKey.rotate());
      if (wantsJson(command)) return printJson(terminal, done);
      return terminal.print(`${done.resealed} secrets are sealed under a new data key.\n${rotatedAdvice}\n`);
    });

  key
    .command('renew')
    .description('begin with a new one where the old one is lost; secrets are then entered again')
    .action(async (_options: object, command: Command) => {
      const done = await withClient(shell, command, (client) => client.dataKey.renew());
      if (wantsJson(command)) return printJson(terminal, done);
      return terminal.print(`There is a new data key. ${done.dropped} secrets have to be entered again.\n`);
    });
}
