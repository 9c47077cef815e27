import { type Command, Option } from 'commander';
import type { Client } from '#shared/contract/index.ts';
import { draftOf, type Integration } from '#shared/model/integration.ts';
import { problem } from '#shared/problem.ts';
import { mapMembers } from '#shared/model/map-members.ts';
import { apiKeysOf, membersOf } from '#shared/model/secrets-of.ts';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { CommandFailure } from '../command-failure.ts';
import { environmentValue } from '../environment-value.ts';
import { findIntegration } from '../find-integration.ts';
import { readEnd, readOverlap } from '../option-values.ts';
import { tableText } from '../print-table.ts';

interface AddOptions {
  readonly key?: string;
  readonly keyEnv?: string;
  readonly expires?: string;
}

interface RotateOptions {
  readonly overlapDays?: number;
}

export function addKeys(program: Command, shell: Shell): void {
  const { terminal } = shell;
  const keys = program.command('keys').description('the API keys of triggers');

  keys
    .command('list', { isDefault: true })
    .description('the keys of one integration, or of all; never their values')
    .argument('[integration]', 'name, or code/name')
    .action(async (reference: string | undefined, _options: object, command: Command) => {
      const found = await withClient(shell, command, async (client) => {
        const only = reference === undefined ? null : await findIntegration(client, reference);
        const all = await client.integrations.keys();
        return only === null ? all : all.filter(({ integrationId }) => integrationId === only.id);
      });
      if (wantsJson(command)) return printJson(terminal, found);
      const rows = found.map((key) => [
        `${key.code}/${key.integration}`,
        key.label,
        key.hint,
        key.enabled ? 'yes' : 'no',
        key.expiresAt ?? 'never',
        key.use.lastUsedAt ?? 'never',
        String(key.use.days.reduce((sum, { calls }) => sum + calls, 0)),
      ]);
      return terminal.print(
        tableText(
          ['INTEGRATION', 'LABEL', 'BEGINS WITH', 'ENABLED', 'EXPIRES', 'LAST USED', 'CALLS IN 30 DAYS'],
          rows,
        ),
      );
    });

  keys
    .command('add')
    .description('add a key; without a value it is made, and printed once')
    .argument('<integration>', 'name, or code/name')
    .argument('<label>', 'what tells it from the other keys of the trigger')
    .addOption(
      new Option('--key <value>', 'its value (other users of this machine may see it)').conflicts('keyEnv'),
    )
    .option('--key-env <name>', 'the environment variable that holds its value')
    .option('--expires <day>', 'from when on it is refused: a day, such as 2027-01-31, or a time', readEnd)
    .action(async (reference: string, label: string, options: AddOptions, command: Command) => {
      const key =
        options.keyEnv === undefined ? options.key : environmentValue(terminal.environment, options.keyEnv);
      const saved = await withClient(shell, command, async (client) => {
        const integration = await findIntegration(client, reference);
        const added = {
          label,
          enabled: true,
          expiresAt: options.expires ?? null,
          ...(key === undefined ? {} : { key }),
        };
        refuseUnlessOneList(integration);
        if (labelsOf(integration).includes(label.trim())) {
          throw new CommandFailure(
            problem('label_taken', { detail: `${integration.name} has a key labelled ${label} already.` }),
          );
        }
        return saveWith(client, integration, (one) =>
          one.kind === 'apiKeys' ? { ...one, keys: [...one.keys, added] } : one,
        );
      });
      const made = saved.madeKeys.find((one) => one.label === label.trim());
      if (wantsJson(command)) {
        return printJson(terminal, {
          integration: saved.integration.name,
          label: label.trim(),
          key: made?.key ?? null,
        });
      }
      return terminal.print(made === undefined ? `The key ${label} was added.\n` : `${made.key}\n`);
    });

  keys
    .command('rotate')
    .description('give a key, or the password of a user, another value, which is printed')
    .argument('<integration>', 'name, or code/name')
    .argument('<label>')
    .option(
      '--overlap-days <days>',
      'for how long both values of a key work (default: 7); 0 ends the one before at once, as with passwords',
      readOverlap,
    )
    .action(async (reference: string, label: string, { overlapDays }: RotateOptions, command: Command) => {
      const saved = await withClient(shell, command, async (client) => {
        const integration = await findIntegration(client, reference);
        if (!isUser(integration, label)) refuseUnknown(integration, label);
        else if (overlapDays !== undefined && overlapDays > 0) {
          const detail = 'A user has one password at a time: leave --overlap-days out.';
          throw new CommandFailure(problem('input_invalid', { detail }));
        }
        return saveWith(client, integration, (one) => {
          switch (one.kind) {
            case 'apiKeys':
              return { ...one, keys: rotated(one.keys, label, overlapDays ?? 7) };
            case 'basic':
              return { ...one, users: rotated(one.users, label, 0) };
            default:
              return one;
          }
        });
      });
      const key = saved.madeKeys[0]?.key ?? '';
      if (wantsJson(command)) {
        return printJson(terminal, { integration: saved.integration.name, label, key });
      }
      const { trigger } = saved.integration;
      const before = apiKeysOf(trigger.authentication).find((one) => one.label === label)?.previous ?? null;
      if (before !== null) terminal.note(`The value before works too, until ${before.until}.`);
      return terminal.print(`${key}\n`);
    });

  keys
    .command('remove')
    .description('delete a key; its consumer is refused from then on')
    .argument('<integration>', 'name, or code/name')
    .argument('<label>')
    .action(async (reference: string, label: string, _options: object, command: Command) => {
      const name = await withClient(shell, command, async (client) => {
        const integration = await findIntegration(client, reference);
        refuseUnknown(integration, label);
        await saveWith(client, integration, (one) =>
          one.kind === 'apiKeys' ? { ...one, keys: one.keys.filter((key) => key.label !== label) } : one,
        );
        return integration.name;
      });
      if (wantsJson(command)) return printJson(terminal, { integration: name, label });
      return terminal.print(`The key ${label} was removed.\n`);
    });
}

/** Where there are several lists of keys, nobody has said which one is meant. */
function refuseUnlessOneList({ name, trigger }: Integration): void {
  const lists = membersOf(trigger.authentication).filter(({ kind }) => kind === 'apiKeys').length;
  if (lists === 1) return;
  const detail =
    lists === 0
      ? `${name} takes no keys: its authentication is ${trigger.authentication.kind}.`
      : `${name} has ${lists} lists of keys: add it on the page of the trigger, or in a file.`;
  throw new CommandFailure(problem('input_invalid', { detail }));
}

const labelsOf = ({ trigger }: Integration): string[] =>
  apiKeysOf(trigger.authentication).map(({ label }) => label);

const isUser = ({ trigger }: Integration, label: string): boolean =>
  membersOf(trigger.authentication).some(
    (one) => one.kind === 'basic' && one.users.some((user) => user.label === label),
  );

function refuseUnknown(integration: Integration, label: string): void {
  if (labelsOf(integration).includes(label)) return;
  throw new CommandFailure(
    problem('key_not_found', { detail: `${integration.name} has no key labelled ${label}.` }),
  );
}

const rotated = <T extends { readonly label: string }, D extends number>(
  all: readonly T[],
  label: string,
  overlapDays: D,
) => all.map((one) => (one.label === label ? { ...one, overlapDays } : one));

/** Saves the integration with other keys; whom else it lets in stays as it is. */
function saveWith(client: Client, integration: Integration, change: Parameters<typeof mapMembers>[1]) {
  const draft = draftOf(integration);
  const authentication = mapMembers(draft.trigger.authentication, change);
  return client.integrations.update({
    id: integration.id,
    version: integration.version,
    draft: { ...draft, trigger: { ...draft.trigger, authentication } },
  });
}
