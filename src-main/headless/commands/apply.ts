import type { Command } from 'commander';
import type { InstallationChange, MadeKey } from '#shared/model/installation.ts';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { readInstallationFile } from '../read-installation-file.ts';

interface ApplyOptions {
  readonly dryRun?: boolean;
  readonly prune?: boolean;
}

export function addApply(program: Command, shell: Shell): void {
  const { terminal } = shell;
  program
    .command('apply')
    .description('bring integrations to what a file says, all of it or nothing; prints the difference')
    .argument('<file>', 'YAML or JSON, or - for standard input')
    .option('--dry-run', 'only say what would change')
    .option('--prune', 'delete the integrations that the file does not name')
    .action(async (path: string, { dryRun = false, prune = false }: ApplyOptions, command: Command) => {
      const file = await readInstallationFile(path, terminal.environment);
      const applied = await withClient(shell, command, (client) =>
        client.installation.apply({ file, dryRun, prune }),
      );
      if (wantsJson(command)) return printJson(terminal, applied);
      const text = [...applied.changes.map(changeLine), ...applied.madeKeys.map(keyLine)].join('');
      return terminal.print(text === '' ? 'The file names no integration.\n' : text);
    });
}

const signs = { create: '+', update: '~', delete: '-', keep: '=' } as const;

const changeLine = ({ action, code, name, fields }: InstallationChange): string =>
  `${signs[action]} ${action.padEnd(6)} ${code ?? '(new code)'}/${name}${fields.length === 0 ? '' : `  ${fields.join(', ')}`}\n`;

export const keyLine = ({ integration, label, key }: MadeKey): string =>
  `  key made for ${integration}, ${label}: ${key}\n`;
