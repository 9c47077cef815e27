import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import type { Client } from '#shared/contract/index.ts';
import type { CallSummary } from '#shared/model/call.ts';
import type { CallSelection, Replay } from '#shared/model/replay.ts';
import { problem } from '#shared/problem.ts';
import { addFilterOptions, type FilterOptions, filterOf, refuseUnclear } from '../call-filter.ts';
import { summaryHead, summaryRow } from '../call-text.ts';
import { printJson, type Shell, wantsJson, withService } from '../command.ts';
import { CommandFailure, exitStatus } from '../command-failure.ts';
import { followReplay } from '../follow-replay.ts';
import { tableText } from '../print-table.ts';
import { replayable } from '../replayable-calls.ts';

interface ReplayOptions extends FilterOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly wait: boolean;
}

/** `calls replay` and `calls replays`. */
export function addReplay(calls: Command, shell: Shell): void {
  const { terminal } = shell;
  addFilterOptions(calls.command('replay'))
    .description('send calls again, in the order they came: those named, or all that fit the filter')
    .argument('[id...]', 'ids of calls', readId)
    .option('--dry-run', 'list what would be sent')
    .option('--yes', 'also where a trigger does not say that its calls may be repeated')
    .option('--no-wait', 'leave it to the service to come to the end')
    .action(async (ids: readonly string[], options: ReplayOptions, command: Command) => {
      const selection = selectionOf(ids, options);
      const json = wantsJson(command);
      await withService(shell, command, async (client) => {
        if ('filter' in selection) await refuseUnclear(client, selection.filter.integration, terminal);
        if (options.dryRun === true) return list(client, selection, json);
        const begun = await client.replays.start({ selection, confirmed: options.yes ?? false });
        const replay = options.wait ? await followReplay(client, begun, terminal) : begun;
        if (json) await printJson(terminal, replay);
        else await terminal.print(`${lineOf(replay)}\n`);
      });
    });

  calls
    .command('replays')
    .description('replays, the newest first')
    .option('--stop <id>', 'send no more of this one', (text) => readId(text)[0])
    .action(async ({ stop }: { readonly stop?: string }, command: Command) => {
      await withService(shell, command, async (client) => {
        const found =
          stop === undefined ? await client.replays.list() : [await client.replays.stop({ id: stop })];
        if (wantsJson(command)) return printJson(terminal, found);
        if (found.length === 0) return terminal.note('No replays.');
        return terminal.print(found.map((replay) => `${replay.id}  ${lineOf(replay)}\n`).join(''));
      });
    });

  async function list(client: Client, selection: CallSelection, json: boolean): Promise<void> {
    const found: CallSummary[] = await replayable(client, selection);
    if (json) await printJson(terminal, found);
    else await terminal.print(tableText(summaryHead, found.map(summaryRow)));
    terminal.note(`${found.length} would be sent again, in this order.`);
  }
}

function readId(text: string, before: readonly string[] = []): readonly string[] {
  if (!z.uuid().safeParse(text).success) throw new InvalidArgumentError('The id of a call is expected.');
  return [...before, text];
}

function selectionOf(ids: readonly string[], options: ReplayOptions): CallSelection {
  const filter = filterOf(options);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  if (ids.length > 0 === isFiltered) {
    const detail = 'Name calls by their ids, or by a filter such as --integration and --since.';
    throw new CommandFailure(problem('usage_wrong', { detail }), { status: exitStatus.usage });
  }
  return isFiltered ? { filter } : { ids: [...ids] };
}

function lineOf({ startedAt, state, total, sent, leftOut, lastProblem, waitsFor }: Replay): string {
  const words = { running: 'under way', done: 'done', stopped: 'stopped' }[state];
  const left = leftOut === 0 ? '' : `, ${leftOut} left out (${lastProblem ?? ''})`;
  return `${startedAt}  ${words}: ${sent} of ${total} sent${left}${waitsFor === null ? '' : `; ${waitsFor}`}`;
}
