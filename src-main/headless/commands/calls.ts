import type { Command } from 'commander';
import { z } from 'zod';
import { problem } from '#shared/problem.ts';
import { printJson, type Shell, withClient, withService, wantsJson } from '../command.ts';
import { addFilterOptions, filterOf, readCount, refuseUnclear, type FilterOptions } from '../call-filter.ts';
import { CommandFailure } from '../command-failure.ts';
import { detailText } from '../call-text.ts';
import { followCalls } from '../follow-calls.ts';
import { listCalls } from '../list-calls.ts';
import { addExportCalls } from './export-calls.ts';
import { addReplay } from './replay.ts';

const defaultLimit = 100;

export function addCalls(program: Command, shell: Shell): void {
  const { terminal } = shell;
  const calls = program.command('calls').description('the log of calls');

  addFilterOptions(calls.command('list', { isDefault: true }))
    .description('calls, newest first')
    .option('--limit <n>', 'how many at most', readCount, defaultLimit)
    .action(async (options: FilterOptions & { limit: number }, command: Command) => {
      const filter = filterOf(options);
      await withClient(shell, command, async (client) => {
        await refuseUnclear(client, filter.integration, terminal);
        await listCalls(client, { filter, limit: options.limit, json: wantsJson(command), terminal });
      });
    });

  calls
    .command('show')
    .description('everything known of one call')
    .argument('<id>')
    .action(async (id: string, _options: object, command: Command) => {
      if (!z.uuid().safeParse(id).success)
        throw new CommandFailure(problem('call_not_found', { detail: `There is no call ${id}.` }));
      const call = await withClient(shell, command, (client) => client.calls.get({ id }));
      return wantsJson(command) ? printJson(terminal, call) : terminal.print(detailText(call));
    });

  addFilterOptions(calls.command('follow'))
    .description('calls as they come and change, until interrupted')
    .action(async (options: FilterOptions, command: Command) => {
      const filter = filterOf(options);
      await withService(shell, command, async (client) => {
        await refuseUnclear(client, filter.integration, terminal);
        await followCalls(client, { filter, json: wantsJson(command), terminal });
      });
    });

  addReplay(calls, shell);
  addExportCalls(calls, shell);
}
