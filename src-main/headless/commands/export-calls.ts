import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { ExportFormat } from '#shared/model/export.ts';
import { addFilterOptions, type FilterOptions, filterOf, refuseUnclear } from '../call-filter.ts';
import { type Shell, withClient } from '../command.ts';
import { unwritable } from '../file-words.ts';

interface ExportOptions extends FilterOptions {
  readonly format: ExportFormat;
}

/** Where an export goes, part by part; each part waits until the one before is taken. */
interface Target {
  write(text: string): Promise<unknown>;
  close(): Promise<unknown>;
}

export function addExportCalls(calls: Command, shell: Shell): void {
  const { terminal } = shell;
  addFilterOptions(calls.command('export'))
    .description('the calls that fit as a file, in the order they came; without secrets')
    .argument('[file]', 'standard output where it is left out')
    .addOption(
      new Option('--format <format>', 'HTTP archive, JSON lines, or a table')
        .choices(ExportFormat.options)
        .default('jsonl'),
    )
    .action(async (file: string | undefined, options: ExportOptions, command: Command) => {
      const filter = filterOf(options);
      await withClient(shell, command, async (client) => {
        await refuseUnclear(client, filter.integration, terminal);
        const parts = await client.exports.calls({ format: options.format, selection: { filter } });
        const target = file === undefined ? { write: terminal.print, close: async () => {} } : openFile(file);
        let count = 0;
        for await (const { text, calls: more } of parts) {
          if (text !== '') await target.write(text);
          count += more;
        }
        await target.close();
        terminal.note(`${count} calls exported.`);
      });
    });
}

function openFile(path: string): Target {
  const stream = createWriteStream(path, { mode: 0o600 });
  const failed = new Promise<never>((_, reject) =>
    stream.once('error', (error) => reject(unwritable(path, error))),
  );
  failed.catch(() => undefined);
  return {
    write: async (text) => {
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), failed]);
    },
    close: () => Promise.race([finished(stream.end()), failed]),
  };
}
