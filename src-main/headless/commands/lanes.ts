import type { Command } from 'commander';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { tableText } from '../print-table.ts';

export function addLanes(program: Command, shell: Shell): void {
  const { terminal } = shell;
  const lanes = program.command('lanes').description('the queues');

  lanes
    .command('list', { isDefault: true })
    .description('the queue of each integration')
    .action(async (_options: object, command: Command) => {
      const all = await withClient(shell, command, (client) => client.lanes.list());
      if (wantsJson(command)) return printJson(terminal, all);
      const rows = all.map((lane) => [
        lane.lane,
        lane.ordered ? 'ordered' : `${lane.concurrency} side by side`,
        lane.running,
        lane.waiting,
        lane.oldestWaitingAt,
        lane.finishedLastMinute,
        lane.meanRunMs === null ? null : Math.round(lane.meanRunMs),
      ]);
      return terminal.print(
        tableText(['LANE', 'RUNS', 'RUNNING', 'WAITING', 'OLDEST', 'DONE LAST MINUTE', 'MEAN RUN MS'], rows),
      );
    });
}
