import type { Command } from 'commander';
import { problem } from '#shared/problem.ts';
import { printJson, type Shell, wantsJson, withService } from '../command.ts';
import { CommandFailure } from '../command-failure.ts';

export function addExecutions(program: Command, shell: Shell): void {
  const executions = program.command('executions').description('whether the service executes calls');

  executions
    .command('resume')
    .description('go on after a crash loop, in which a start executes nothing')
    .action(async (_options: object, command: Command) => {
      const status = await withService(shell, command, async (client) => {
        const { alarms } = await client.host.status();
        if (!alarms.some(({ code }) => code === 'executions_paused')) {
          throw new CommandFailure(
            problem('executions_not_paused', { detail: 'Executions are not paused.' }),
          );
        }
        return client.host.resumeExecutions();
      });
      return wantsJson(command)
        ? printJson(shell.terminal, status)
        : shell.terminal.print('Calls are executed again.\n');
    });
}
