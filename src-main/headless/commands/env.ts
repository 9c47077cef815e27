import { type Command, Option } from 'commander';
import { environmentValue } from '../environment-value.ts';
import { printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { readInput } from '../read-input.ts';
import { tableText } from '../print-table.ts';

interface SetOptions {
  readonly secretEnv?: string;
  readonly secretFile?: string;
}

const maxSecretBytes = 100_000;

/** Named values and secrets, which workflows see as `env.<name>`. */
export function addEnv(program: Command, shell: Shell): void {
  const { terminal } = shell;
  const env = program.command('env').description('named values and secrets that workflows see as env.<name>');

  env
    .command('list', { isDefault: true })
    .description('all of them, and who names them; never a secret')
    .action(async (_options: object, command: Command) => {
      const found = await withClient(shell, command, (client) => client.environment.list());
      if (wantsJson(command)) return printJson(terminal, found);
      const rows = found.map(({ name, value, isSecret, isReadable, changedAt, changedBy, usedBy }) => [
        name,
        isReadable ? (isSecret ? '(secret)' : (value ?? '')) : '(lost: set it again)',
        changedAt,
        changedBy,
        usedBy.map((user) => `${user.code}/${user.name}`).join(' '),
      ]);
      return terminal.print(tableText(['NAME', 'VALUE', 'CHANGED', 'BY', 'USED BY'], rows));
    });

  env
    .command('set')
    .description('give a name a value, or a secret that nobody is shown again')
    .argument('<name>')
    .argument('[value]')
    .option('--secret-env <variable>', 'the environment variable that holds the secret')
    .addOption(
      new Option('--secret-file <file>', 'the file that holds the secret, or - for standard input').conflicts(
        'secretEnv',
      ),
    )
    .action(async (name: string, value: string | undefined, options: SetOptions, command: Command) => {
      const secret = await secretOf(options);
      if ((value === undefined) === (secret === undefined)) {
        return command.error('error: give a value, or --secret-env, or --secret-file');
      }
      const entry = await withClient(shell, command, (client) =>
        client.environment.set({ name, ...(secret === undefined ? { value } : { secret }) }),
      );
      if (wantsJson(command)) return printJson(terminal, entry);
      return terminal.print(`${name} is set.\n`);
    });

  env
    .command('remove')
    .description('delete one that no integration names')
    .argument('<name>')
    .action(async (name: string, _options: object, command: Command) => {
      await withClient(shell, command, (client) => client.environment.remove({ name }));
      if (wantsJson(command)) return printJson(terminal, { name });
      return terminal.print(`${name} was removed.\n`);
    });

  async function secretOf({ secretEnv, secretFile }: SetOptions): Promise<string | undefined> {
    if (secretEnv !== undefined) return environmentValue(terminal.environment, secretEnv);
    if (secretFile === undefined) return undefined;
    const bytes = await readInput(secretFile, maxSecretBytes);
    // The line end is the editor's, and no part of it.
    return new TextDecoder().decode(bytes).replace(/\r?\n$/, '');
  }
}
