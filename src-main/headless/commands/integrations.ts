import type { Command } from 'commander';
import { failureOf } from '#shared/contract/failure.ts';
import { type ProblemCode, problem } from '#shared/problem.ts';
import { CommandFailure } from '../command-failure.ts';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { findIntegration } from '../find-integration.ts';
import { tableText } from '../print-table.ts';
import { addHandOuts } from './hand-outs.ts';

interface RemoveOptions {
  readonly cancelWaiting?: boolean;
  readonly breakCallers?: boolean;
}

/** What helps against a refusal, in words of the command line. */
function withRemedy(error: unknown): unknown {
  const { code, detail } = failureOf(error);
  const option = remedies[code];
  return option === undefined ? error : new CommandFailure(problem(code, { detail: `${detail} ${option}` }));
}

const remedies: Partial<Record<ProblemCode, string>> = {
  integration_called: '--break-callers removes it all the same.',
  calls_waiting: '--cancel-waiting cancels them.',
};

export function addIntegrations(program: Command, shell: Shell): void {
  const { terminal } = shell;
  const integrations = program.command('integrations').description('the integrations of the installation');

  integrations
    .command('list', { isDefault: true })
    .description('all of them')
    .action(async (_options: object, command: Command) => {
      const all = await withClient(shell, command, (client) => client.integrations.list());
      if (wantsJson(command)) return printJson(terminal, all);
      const rows = all.map(({ code, name, enabled, version, trigger }) => [
        `${code}/${name}`,
        enabled ? 'yes' : 'no',
        trigger.methods.join(' '),
        trigger.authentication.kind,
        trigger.orderedDelivery ? 'yes' : 'no',
        trigger.requestResponse ? 'yes' : 'no',
        version,
      ]);
      return terminal.print(
        tableText(
          ['INTEGRATION', 'ENABLED', 'METHODS', 'AUTHENTICATION', 'ORDERED', 'WAITS FOR RESULT', 'VERSION'],
          rows,
        ),
      );
    });

  integrations
    .command('show')
    .description('one of them, whole')
    .argument('<integration>', 'name, or code/name')
    .action(async (reference: string, _options: object, command: Command) => {
      const found = await withClient(shell, command, (client) => findIntegration(client, reference));
      if (wantsJson(command)) return printJson(terminal, found);
      const { stringify } = await import('yaml');
      return terminal.print(stringify(found, { lineWidth: 0 }));
    });

  integrations
    .command('remove')
    .description('delete one; its calls stay in the log, its keys cannot be brought back')
    .argument('<integration>', 'name, or code/name')
    .option('--cancel-waiting', 'cancel its calls that wait or run')
    .option('--break-callers', 'although others call it: their calls fail from then on')
    .action(async (reference: string, options: RemoveOptions, command: Command) => {
      const { cancelWaiting = false, breakCallers = false } = options;
      const removed = await withClient(shell, command, async (client) => {
        const { id, code, name } = await findIntegration(client, reference);
        const removal = client.integrations.remove({ id, cancelWaiting, breakCallers });
        const { cancelled } = await removal.catch((error: unknown) => {
          throw withRemedy(error);
        });
        return { id, code, name, cancelled };
      });
      if (wantsJson(command)) return printJson(terminal, removed);
      const { code, name, cancelled } = removed;
      return terminal.print(
        `${code}/${name} was removed${cancelled === 0 ? '' : `, and ${cancelled} of its calls cancelled`}.\n`,
      );
    });

  addHandOuts(integrations, shell, {
    argument: ['integration', 'name, or code/name'],
    openapi: async (client, reference) =>
      client.handOuts.integrationApi({ id: (await findIntegration(client, reference)).id }),
    page: async (client, reference, format) =>
      client.handOuts.integration({ id: (await findIntegration(client, reference)).id, format }),
  });
}
