import { type Command, Option } from 'commander';
import { type Consumer, type ConsumerDraft, draftOfConsumer } from '#shared/model/consumer.ts';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { findConsumer } from '../find-consumer.ts';
import { readEnd, readOverlap } from '../option-values.ts';
import { tableText } from '../print-table.ts';
import { environmentValue } from '../environment-value.ts';
import { addHandOuts } from './hand-outs.ts';

interface AddOptions {
  readonly key?: string;
  readonly keyEnv?: string;
  readonly expires?: string;
}

interface RotateOptions {
  readonly overlapDays: number;
}

/** The keys of the whole installation. */
export function addConsumers(program: Command, shell: Shell): void {
  const { terminal } = shell;
  const consumers = program
    .command('consumers')
    .description('who may call, with a key of their own for several triggers');

  /** Saves another draft of the consumer of this label. */
  const change = (label: string, command: Command, differences: Partial<ConsumerDraft>) =>
    withClient(shell, command, async (client) => {
      const consumer = await findConsumer(client, label);
      const draft = { ...draftOfConsumer(plain(consumer)), ...differences };
      return client.consumers.update({ id: consumer.id, draft });
    });

  consumers
    .command('list', { isDefault: true })
    .description('all of them, with their use; never their values')
    .action(async (_options: object, command: Command) => {
      const found = await withClient(shell, command, (client) => client.consumers.list());
      if (wantsJson(command)) return printJson(terminal, found);
      const rows = found.map(({ label, hint, enabled, expiresAt, use, usedBy }) => [
        label,
        hint,
        enabled ? 'yes' : 'no',
        expiresAt ?? 'never',
        use.lastUsedAt ?? 'never',
        usedBy.map(({ code, name }) => `${code}/${name}`).join(' '),
      ]);
      const heads = ['LABEL', 'BEGINS WITH', 'ENABLED', 'EXPIRES', 'LAST USED', 'MAY CALL'];
      return terminal.print(tableText(heads, rows));
    });

  consumers
    .command('add')
    .description('add a consumer; without a value its key is made, and printed once')
    .argument('<label>')
    .addOption(
      new Option('--key <value>', 'its value (other users of this machine may see it)').conflicts('keyEnv'),
    )
    .option('--key-env <name>', 'the environment variable that holds its value')
    .option('--expires <day>', 'from when on it is refused: a day, such as 2027-01-31, or a time', readEnd)
    .action(async (label: string, { keyEnv, expires, ...options }: AddOptions, command: Command) => {
      const key = keyEnv === undefined ? options.key : environmentValue(terminal.environment, keyEnv);
      const draft = { label, expiresAt: expires ?? null, ...(key === undefined ? {} : { key }) };
      const made = await withClient(shell, command, (client) => client.consumers.create({ draft }));
      if (wantsJson(command)) return printJson(terminal, { label, key: made.madeKey });
      return terminal.print(
        made.madeKey === null ? `The consumer ${label} was added.\n` : `${made.madeKey}\n`,
      );
    });

  consumers
    .command('rotate')
    .description('give its key another value, which is printed; the one before works beside it for a while')
    .argument('<label>')
    .option('--overlap-days <days>', 'for how long both work; 0 ends the one before at once', readOverlap, 7)
    .action(async (label: string, { overlapDays }: RotateOptions, command: Command) => {
      const { madeKey } = await change(label, command, { overlapDays });
      if (wantsJson(command)) return printJson(terminal, { label, key: madeKey });
      return terminal.print(`${madeKey}\n`);
    });

  for (const [name, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    consumers
      .command(name)
      .description(enabled ? 'let it call again' : 'refuse its calls with 403, whichever trigger they are to')
      .argument('<label>')
      .action(async (label: string, _options: object, command: Command) => {
        await change(label, command, { enabled });
        if (wantsJson(command)) return printJson(terminal, { label, enabled });
        return terminal.print(`The consumer ${label} is ${name}d.\n`);
      });
  }

  consumers
    .command('remove')
    .description('delete a consumer that no trigger lets in')
    .argument('<label>')
    .action(async (label: string, _options: object, command: Command) => {
      await withClient(shell, command, async (client) => {
        const { id } = await findConsumer(client, label);
        return client.consumers.remove({ id });
      });
      if (wantsJson(command)) return printJson(terminal, { label });
      return terminal.print(`The consumer ${label} was removed.\n`);
    });

  addHandOuts(consumers, shell, {
    argument: ['label'],
    openapi: async (client, label) =>
      client.handOuts.consumerApi({ id: (await findConsumer(client, label)).id }),
    page: async (client, label, format) =>
      client.handOuts.consumer({ id: (await findConsumer(client, label)).id, format }),
  });
}

/** Without what a list says beside it. */
const plain = ({
  use: _use,
  previousUse: _previousUse,
  usedBy: _usedBy,
  ...consumer
}: Consumer & { use: unknown; previousUse: unknown; usedBy: unknown }): Consumer => consumer;
