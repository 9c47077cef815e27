import { rename, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { InstallationFile } from '#shared/model/installation.ts';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { unwritable } from '../file-words.ts';

export function addExport(program: Command, shell: Shell): void {
  const { terminal } = shell;
  program
    .command('export')
    .description('the installation as a file that `apply` takes, as YAML; JSON with --json')
    .argument('[file]', 'where to write it (default: standard output)')
    .option('--with-secrets', 'with the values of API keys and other secrets')
    .action(
      async (
        path: string | undefined,
        { withSecrets = false }: { withSecrets?: boolean },
        command: Command,
      ) => {
        const file = await withClient(shell, command, (client) =>
          withSecrets ? client.installation.exportWithSecrets() : client.installation.export(),
        );
        const json = wantsJson(command);
        if (path === undefined)
          return json ? printJson(terminal, file) : terminal.print(await yamlText(file));
        await replaceFile(
          path,
          json || path.endsWith('.json') ? `${JSON.stringify(file, null, 2)}\n` : await yamlText(file),
        );
        if (json) return printJson(terminal, { file: path, integrations: file.integrations.length });
        terminal.note(`${path}: ${file.integrations.length} integrations`);
      },
    );
}

async function yamlText(file: InstallationFile): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(file, { lineWidth: 0 });
}

/** Whole or not at all, and for its owner alone: it may hold secrets. */
async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.part`;
  try {
    await writeFile(draft, text, { mode: 0o600 });
    await rename(draft, path);
  } catch (error) {
    throw unwritable(path, error);
  }
}
