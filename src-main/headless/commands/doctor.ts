import type { Command } from 'commander';
import type { Check } from '#shared/model/check.ts';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { exitStatus } from '../command-failure.ts';
import { plain } from '../print-table.ts';

const marks: Readonly<Record<Check['state'], string>> = { ok: 'ok', warning: 'WARNING', failed: 'FAILED' };

export function addDoctor(program: Command, shell: Shell): void {
  const { terminal } = shell;
  program
    .command('doctor')
    .description(
      'looks at listeners, certificates, disk, data and what callers see; ends with 1 where something failed',
    )
    .action(async (_options: object, command: Command) => {
      const checks = await withClient(shell, command, (client) => client.doctor.examine());
      if (checks.some(({ state }) => state === 'failed')) shell.endWith(exitStatus.failed);
      return wantsJson(command) ? printJson(terminal, checks) : terminal.print(checks.map(lineOf).join(''));
    });
}

const lineOf = ({ id, state, text, remedy }: Check): string => {
  const line = `${marks[state].padEnd(8)} ${id}: ${plain(text)}\n`;
  return remedy === null ? line : `${line}         ${plain(remedy)}\n`;
};
