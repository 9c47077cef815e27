import type { Command } from 'commander';
import type { ConsumerChange, InstallationChange, MadeKey } from '#shared/model/installation.ts';
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
    .option('--prune', 'delete what the file does not name')
    .action(async (path: string, { dryRun = false, prune = false }: ApplyOptions, command: Command) => {
      const file = await readInstallationFile(path, terminal.environment);
      const applied = await withClient(shell, command, (client) =>
        client.installation.apply({ file, dryRun, prune }),
      );
      if (wantsJson(command)) return printJson(terminal, applied);
      const text = [
        ...applied.consumers.map(consumerLine),
        ...applied.changes.map(changeLine),
        ...applied.madeKeys.map(keyLine),
      ].join('');
      return terminal.print(text === '' ? 'The file names neither integrations nor consumers.\n' : text);
    });
}

const signs = { create: '+', update: '~', delete: '-', keep: '=' } as const;

const line = (action: keyof typeof signs, what: string, fields: readonly string[]): string =>
  `${signs[action]} ${action.padEnd(6)} ${what}${fields.length === 0 ? '' : `  ${fields.join(', ')}`}\n`;

const changeLine = ({ action, code, name, fields }: InstallationChange): string =>
  line(action, `${code ?? '(new code)'}/${name}`, fields);

const consumerLine = ({ action, label, fields }: ConsumerChange): string =>
  line(action, `consumer ${label}`, fields);

export const keyLine = ({ integration, label, key }: MadeKey): string =>
  `  key made for ${integration === null ? 'the consumer ' : `${integration}, `}${label}: ${key}\n`;
