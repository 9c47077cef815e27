import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { addFilterOptions, type FilterOptions, filterOf, refuseUnclear } from '../call-filter.ts';
import { printJson, type Shell, wantsJson, withClient } from '../command.ts';
import { unwritable } from '../file-words.ts';

interface BundleOptions extends FilterOptions {
  readonly call?: readonly string[];
  readonly bodies?: boolean;
}

export function addSupportBundle(program: Command, shell: Shell): void {
  const { terminal } = shell;
  addFilterOptions(program.command('support-bundle'))
    .description('one zip for who is asked for help, without secrets')
    .argument('<file>', 'where it is written; it must not be there yet')
    .option(
      '--call <id...>',
      'these calls; else the newest 200 that fit the filter, failed ones where there is none',
    )
    .option('--bodies', 'with bodies, and what steps took and made')
    .action(async (file: string, options: BundleOptions, command: Command) => {
      const filter = filterOf(options);
      const isFiltered = Object.values(filter).some((value) => value !== undefined);
      const selection =
        options.call !== undefined ? { ids: [...options.call] } : isFiltered ? { filter } : undefined;
      await withClient(shell, command, async (client) => {
        await refuseUnclear(client, filter.integration, terminal);
        const parts = await client.exports.supportBundle({
          ...(selection === undefined ? {} : { selection }),
          bodies: options.bodies ?? false,
        });
        const handle = await open(file, 'wx', 0o600).catch((error: unknown) => {
          throw unwritable(file, error);
        });
        let bytes = 0;
        try {
          for await (const { base64 } of parts) {
            const part = Buffer.from(base64, 'base64');
            await handle.appendFile(part);
            bytes += part.length;
          }
        } finally {
          await handle.close();
        }
        if (wantsJson(command)) await printJson(terminal, { file, bytes });
        else await terminal.print(`${file}: ${bytes} bytes\n`);
      });
    });
}
