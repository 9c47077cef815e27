import { type Command, Option } from 'commander';
import { type Role, roles } from '#shared/model/access.ts';
import { didYouMean } from '#shared/edit-distance.ts';
import { problem } from '#shared/problem.ts';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { CommandFailure } from '../command-failure.ts';
import { readDays } from '../option-values.ts';
import { tableText } from '../print-table.ts';

const dayMs = 24 * 3_600_000;

export function addTokens(program: Command, shell: Shell): void {
  const { terminal } = shell;
  const tokens = program
    .command('tokens')
    .description('access tokens for the screens and the admin API, beside the one in <data>/admin-token');

  tokens
    .command('list', { isDefault: true })
    .description('who may sign in; never the values')
    .action(async (_options: object, command: Command) => {
      const found = await withClient(shell, command, (client) => client.access.list());
      if (wantsJson(command)) return printJson(terminal, found);
      const rows = found.map(({ label, role, createdAt, expiresAt }) => [label, role, createdAt, expiresAt]);
      return terminal.print(tableText(['LABEL', 'ROLE', 'CREATED', 'EXPIRES'], rows));
    });

  tokens
    .command('add')
    .description('make a token; its value is printed this once')
    .argument('<label>', 'who it is for')
    .addOption(
      new Option('--role <role>', 'support reads; designer saves integrations too; operator may do all')
        .choices(roles)
        .makeOptionMandatory(),
    )
    .option('--days <n>', 'how long it is accepted (default: until it is revoked)', readDays)
    .action(
      async (
        label: string,
        { role, days }: { readonly role: Role; readonly days?: number },
        command: Command,
      ) => {
        const expiresAt = days === undefined ? null : new Date(Date.now() + days * dayMs).toISOString();
        const made = await withClient(shell, command, (client) =>
          client.access.create({ label, role, expiresAt }),
        );
        return wantsJson(command)
          ? printJson(terminal, { ...made.token, value: made.value })
          : terminal.print(`${made.value}\n`);
      },
    );

  tokens
    .command('revoke')
    .description('refuse a token from now on, and end what is open with it')
    .argument('<label>')
    .action(async (label: string, _options: object, command: Command) => {
      const revoked = await withClient(shell, command, async (client) => {
        const all = await client.access.list();
        const token = all.find((one) => one.label === label);
        if (token === undefined) {
          const labels = all.map((one) => one.label);
          const detail = `There is no token labelled ${label}.${didYouMean(label, labels)}`;
          throw new CommandFailure(problem('token_not_found', { detail }));
        }
        return client.access.revoke({ id: token.id });
      });
      if (wantsJson(command)) return printJson(terminal, revoked);
      return terminal.print(`The token ${label} was revoked.\n`);
    });
}
