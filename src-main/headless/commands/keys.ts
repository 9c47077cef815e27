import { type Command, Option } from 'commander';
import type { Client } from '#shared/contract/index.ts';
import type { ApiKeyDraftInput } from '#shared/model/api-key.ts';
import { draftOf, type Integration } from '#shared/model/integration.ts';
import { problem } from '#shared/problem.ts';
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
  readonly overlapDays: number;
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
        const kept = keysOf(integration).keys;
        if (kept.some((one) => one.label === label.trim())) {
          throw new CommandFailure(
            problem('label_taken', { detail: `${integration.name} has a key labelled ${label} already.` }),
          );
        }
        return saveKeys(client, integration, [
          ...kept,
          { label, enabled: true, expiresAt: options.expires ?? null, ...(key === undefined ? {} : { key }) },
        ]);
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
    .description('give a key another value, which is printed; the one before works beside it for a while')
    .argument('<integration>', 'name, or code/name')
    .argument('<label>')
    .option('--overlap-days <days>', 'for how long both work; 0 ends the one before at once', readOverlap, 7)
    .action(async (reference: string, label: string, options: RotateOptions, command: Command) => {
      const { overlapDays } = options;
      const saved = await withClient(shell, command, async (client) => {
        const integration = await findIntegration(client, reference);
        const kept = keysOf(integration).keys;
        if (!kept.some((one) => one.label === label)) {
          throw new CommandFailure(
            problem('key_not_found', { detail: `${integration.name} has no key labelled ${label}.` }),
          );
        }
        const rotated = kept.map((one) => (one.label === label ? { ...one, overlapDays } : one));
        return saveKeys(client, integration, rotated);
      });
      const key = saved.madeKeys[0]?.key ?? '';
      if (wantsJson(command)) {
        return printJson(terminal, { integration: saved.integration.name, label, key });
      }
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
        const kept = keysOf(integration).keys;
        const left = kept.filter((one) => one.label !== label);
        if (left.length === kept.length) {
          throw new CommandFailure(
            problem('key_not_found', { detail: `${integration.name} has no key labelled ${label}.` }),
          );
        }
        await saveKeys(client, integration, left);
        return integration.name;
      });
      if (wantsJson(command)) return printJson(terminal, { integration: name, label });
      return terminal.print(`The key ${label} was removed.\n`);
    });
}

function keysOf(integration: Integration) {
  const { authentication } = draftOf(integration).trigger;
  if (authentication.kind === 'apiKeys') return authentication;
  const detail = `${integration.name} takes no keys: its authentication is ${authentication.kind}.`;
  throw new CommandFailure(problem('input_invalid', { detail }));
}

function saveKeys(client: Client, integration: Integration, keys: readonly ApiKeyDraftInput[]) {
  const draft = draftOf(integration);
  // Who else it lets in stays as it is.
  const authentication = { ...keysOf(integration), keys: [...keys] };
  return client.integrations.update({
    id: integration.id,
    version: integration.version,
    draft: { ...draft, trigger: { ...draft.trigger, authentication } },
  });
}
