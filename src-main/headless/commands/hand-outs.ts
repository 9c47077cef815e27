// What is handed to those who call: an OpenAPI document, or a page with samples.
import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import type { Client } from '#shared/contract/index.ts';
import { HandOutFormat } from '#shared/model/hand-out.ts';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { unwritable } from '../file-words.ts';

interface HandOuts {
  /** Of what the argument names: `integration` or `label`. */
  readonly argument: readonly [name: string, description?: string];
  openapi(client: Client, reference: string): Promise<Record<string, unknown>>;
  page(client: Client, reference: string, format: HandOutFormat): Promise<{ fileName: string; text: string }>;
}

interface PageOptions {
  readonly format?: HandOutFormat;
}

export function addHandOuts(parent: Command, shell: Shell, { argument, openapi, page }: HandOuts): void {
  const { terminal } = shell;
  const [name, description] = argument;

  parent
    .command('openapi')
    .description('an OpenAPI 3.1 document for who calls; no secret is in it')
    .argument(`<${name}>`, description)
    .argument('[file]', 'where to write it, as YAML by its name (default: standard output, as JSON)')
    .action(async (reference: string, file: string | undefined, _options: object, command: Command) => {
      const document = await withClient(shell, command, (client) => openapi(client, reference));
      if (file === undefined) return printJson(terminal, document);
      await write(file, /\.ya?ml$/i.test(file) ? await yamlOf(document) : jsonOf(document));
      return tell(command, file);
    });

  parent
    .command('hand-out')
    .description('one page for who calls, with samples; the place of a key is named, no secret is in it')
    .argument(`<${name}>`, description)
    .argument('[file]', 'where to write it (default: standard output)')
    .addOption(
      new Option('--format <format>', "default: by the file's name, else markdown").choices(
        HandOutFormat.options,
      ),
    )
    .action(
      async (reference: string, file: string | undefined, { format }: PageOptions, command: Command) => {
        const byName = /\.html?$/i.test(file ?? '') ? 'html' : 'markdown';
        const { fileName, text } = await withClient(shell, command, (client) =>
          page(client, reference, format ?? byName),
        );
        if (file === undefined) {
          return wantsJson(command) ? printJson(terminal, { fileName, text }) : terminal.print(text);
        }
        await write(file, text);
        return tell(command, file);
      },
    );

  const tell = (command: Command, file: string): Promise<void> =>
    wantsJson(command) ? printJson(terminal, { file }) : terminal.print(`${file} was written.\n`);
}

const jsonOf = (document: object): string => `${JSON.stringify(document, null, 2)}\n`;

async function yamlOf(document: object): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw unwritable(file, error);
  }
}
