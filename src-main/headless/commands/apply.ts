import type { Command } from 'commander';
import { failureOf } from '#shared/contract/failure.ts';
import type { IntegrationDraft } from '#shared/model/integration.ts';
import type {
  ConsumerChange,
  InstallationChange,
  MadeKey,
  NamedChange,
  SettingChange,
} from '#shared/model/installation.ts';
import { curlSample } from '#shared/samples/curl.ts';
import { noProof } from '#shared/samples/request.ts';
import { sampleOf } from '#shared/samples/sample-of.ts';
import { printJson, rehearseOn, type Shell, withClient, wantsJson } from '../command.ts';
import { readInstallationFile } from '../read-installation-file.ts';
import { settingLine } from '../setting-text.ts';

interface ApplyOptions {
  readonly dryRun?: boolean;
  readonly prune?: boolean;
}

export function addApply(program: Command, shell: Shell): void {
  const { terminal } = shell;
  program
    .command('apply')
    .description('bring the installation to what a file says, all of it or nothing; prints the difference')
    .argument('<file>', 'YAML or JSON, or - for standard input')
    .option('--dry-run', 'only say what would change')
    .option('--prune', 'delete what the file does not name')
    .action(async (path: string, { dryRun = false, prune = false }: ApplyOptions, command: Command) => {
      const { file, refused } = await readInstallationFile(
        path,
        terminal.environment,
        rehearseOn(shell, command),
      );
      const applied = await withClient(
        shell,
        command,
        (client) =>
          client.installation.apply({ file, dryRun, prune }).catch(async (error: unknown) => {
            throw await refused(failureOf(error));
          }),
        dryRun ? 'imagine' : 'make',
      );
      if (wantsJson(command)) return printJson(terminal, applied);
      const text = [
        ...(file.settings === undefined ? [] : [settingsLines(applied.settings)]),
        ...applied.consumers.map(consumerLine),
        ...applied.environment.map(namedLine('value')),
        ...applied.connections.map(namedLine('connection')),
        ...applied.notifications.map(namedLine('rule')),
        ...applied.changes.map((change, at) =>
          changeLines(change, dryRun ? undefined : file.integrations[at]),
        ),
        ...applied.madeKeys.map(keyLine),
      ].join('');
      return terminal.print(text === '' ? 'The file names nothing.\n' : text);
    });
}

const signs = { create: '+', update: '~', delete: '-', keep: '=' } as const;

const line = (action: keyof typeof signs, what: string, fields: readonly string[]): string =>
  `${signs[action]} ${action.padEnd(6)} ${what}${fields.length === 0 ? '' : `  ${fields.join(', ')}`}\n`;

/** What changes, where it is called, and a first call where that needs no secret. */
function changeLines(
  { action, code, name, url, fields }: InstallationChange,
  applied?: IntegrationDraft,
): string {
  const first = line(action, `${code ?? '(new code)'}/${name}`, fields);
  if (url === null) return first;
  const isOpen = applied?.trigger.authentication.kind === 'none';
  const call = isOpen ? [`    ${curlSample(sampleOf(url, applied, { proof: noProof }), ' ')}\n`] : [];
  return [first, `    ${url}\n`, ...call].join('');
}

/** Each setting with its value before and after. */
const settingsLines = (changes: readonly SettingChange[]): string =>
  line(changes.length === 0 ? 'keep' : 'update', 'settings', []) +
  changes.map((change) => `    ${settingLine(change)}`).join('');

const consumerLine = ({ action, label, fields }: ConsumerChange): string =>
  line(action, `consumer ${label}`, fields);

const namedLine =
  (what: string) =>
  ({ action, name, fields }: NamedChange): string =>
    line(action, `${what} ${name}`, fields);

export const keyLine = ({ integration, label, key }: MadeKey): string =>
  `  key made for ${integration === null ? 'the consumer ' : `${integration}, `}${label}: ${key}\n`;
