import type { Command } from 'commander';
import { z } from 'zod';
import type { Client } from '#shared/contract/index.ts';
import type { LaneSummary } from '#shared/model/lane.ts';
import { problem } from '#shared/problem.ts';
import { readCount } from '../call-filter.ts';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { CommandFailure } from '../command-failure.ts';
import { findIntegration } from '../find-integration.ts';
import { historyTable, laneDetailText, laneLine, laneTable } from '../lane-text.ts';

interface Noted {
  readonly note: string;
}

interface Keyed extends Noted {
  readonly key?: string;
}

const deeds = [
  ['hold', 'start nothing more; calls are accepted and wait'],
  ['resume', 'go on with what was held or drained, the head first'],
  ['retry', 'try the failed head again at once'],
  ['skip', 'let the head fail and go on with the next'],
] as const;

export function addLanes(program: Command, shell: Shell): void {
  const { terminal } = shell;
  const lanes = program.command('lanes').description('the queues');

  lanes
    .command('list', { isDefault: true })
    .description('the queue of each integration')
    .action(async (_options: object, command: Command) => {
      const all = await withClient(shell, command, (client) => client.lanes.list());
      return wantsJson(command) ? printJson(terminal, all) : terminal.print(laneTable(all));
    });

  ofIntegration(lanes.command('show'))
    .description('one of them, with its calls in order')
    .option('--key <value>', 'one lane of an integration that orders by a key')
    .option('--limit <n>', 'how many waiting calls at most', readCount, 100)
    .action(async (reference: string, options: { key?: string; limit: number }, command: Command) => {
      const lane = await withIntegration(shell, command, reference, (client, integrationId) =>
        client.lanes.get({ integrationId, ...options }),
      );
      return wantsJson(command) ? printJson(terminal, lane) : terminal.print(laneDetailText(lane));
    });

  ofIntegration(lanes.command('history'))
    .description('what was done to it, newest first')
    .option('--limit <n>', 'how much of it at most', readCount, 100)
    .action(async (reference: string, { limit }: { limit: number }, command: Command) => {
      const events = await withIntegration(shell, command, reference, (client, integrationId) =>
        client.lanes.history({ integrationId, limit }),
      );
      return wantsJson(command) ? printJson(terminal, events) : terminal.print(historyTable(events));
    });

  const say = (command: Command, lane: LaneSummary) =>
    wantsJson(command) ? printJson(terminal, lane) : terminal.print(laneLine(lane));

  for (const [name, does] of deeds) {
    withNote(ofIntegration(lanes.command(name)))
      .description(does)
      .option('--key <value>', 'one lane of an integration that orders by a key')
      .action(async (reference: string, { key, note }: Keyed, command: Command) => {
        const lane = await withIntegration(shell, command, reference, (client, integrationId) =>
          client.lanes[name]({ integrationId, note, ...(key === undefined ? {} : { key }) }),
        );
        return say(command, lane);
      });
  }

  withNote(ofIntegration(lanes.command('drain')))
    .description('accept nothing more and run what waits')
    .action(async (reference: string, { note }: Noted, command: Command) => {
      const lane = await withIntegration(shell, command, reference, (client, integrationId) =>
        client.lanes.drain({ integrationId, note }),
      );
      return say(command, lane);
    });

  withNote(lanes.command('cancel').argument('<call id>'))
    .description('cancel one waiting call')
    .action(async (callId: string, { note }: Noted, command: Command) => {
      if (!z.uuid().safeParse(callId).success)
        throw new CommandFailure(problem('call_not_found', { detail: `There is no call ${callId}.` }));
      const lane = await withClient(shell, command, async (client) => {
        const { integrationId } = await client.calls.get({ id: callId });
        if (integrationId === null)
          throw new CommandFailure(
            problem('call_not_waiting', { detail: 'The call was refused, so it does not wait.' }),
          );
        return client.lanes.cancel({ integrationId, callId, note });
      });
      return say(command, lane);
    });
}

const ofIntegration = (command: Command): Command => command.argument('<integration>', 'name, or code/name');

const withNote = (command: Command): Command =>
  command.option('--note <text>', 'why; it is kept in the history of the lane', '');

const withIntegration = <T>(
  shell: Shell,
  command: Command,
  reference: string,
  ask: (client: Client, integrationId: string) => Promise<T>,
): Promise<T> =>
  withClient(shell, command, async (client) => ask(client, (await findIntegration(client, reference)).id));
