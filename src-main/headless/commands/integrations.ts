import type { Command } from 'commander';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { findIntegration } from '../find-integration.ts';
import { tableText } from '../print-table.ts';

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
}
