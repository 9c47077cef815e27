import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Client } from '#shared/contract/index.ts';
import type { DataKeyStatus } from '#shared/model/data-key.ts';
import type { Recovery, RecoveryChoice } from '#shared/model/setting.ts';
import { problem } from '#shared/problem.ts';
import { openHost, printJson, type Shell, withClient, wantsJson } from '../command.ts';
import { CommandFailure, exitStatus } from '../command-failure.ts';

interface RecoverFlags {
  readonly salvage?: boolean;
  readonly restore?: boolean | string;
  readonly continue?: boolean;
  readonly empty?: boolean;
}

export function addRecover(program: Command, shell: Shell): void {
  const { terminal } = shell;
  program
    .command('recover')
    .description(
      'says what is wrong with damaged data; with one of the options puts it right. Nothing is deleted',
    )
    .option('--salvage', 'copy what can still be read into a new database')
    .option(
      '--restore [file]',
      'the newest automatic backup, or this one; a stopped installation may be replaced by it at any time',
    )
    .option('--continue', 'accept that calls are missing and go on with those that are there')
    .option('--empty', 'begin with an empty database')
    .action(async (flags: RecoverFlags, command: Command) => {
      const json = wantsJson(command);
      const choice = choiceOf(flags);
      if (choice === null) {
        const { recovery } = await withClient(shell, command, (client) => client.host.status());
        return json ? printJson(terminal, recovery) : terminal.print(textOf(recovery));
      }
      const done =
        (await withClient(
          shell,
          command,
          (client) => recover(client, choice),
          // A backup makes an installation of an empty folder.
          choice.file === undefined ? 'refuse' : 'make',
        )) ?? (await replaceAll(shell, command, choice));
      const dataKey = await withClient(shell, command, (client) => client.dataKey.status());
      if (done.notListening !== null) terminal.note(`hookline: ${unreached(done.notListening.text)}`);
      if (json) return printJson(terminal, { ...done, dataKey });
      const aside = done.setAside === null ? '' : ` What was there is in ${done.setAside}.`;
      return terminal.print(`The installation has ${done.calls} calls now.${aside}\n${keyText(dataKey)}`);
    });
}

function choiceOf(flags: RecoverFlags): RecoveryChoice | null {
  const chosen = (['salvage', 'restore', 'continue', 'empty'] as const).filter(
    (kind) => flags[kind] !== undefined,
  );
  if (chosen.length > 1) {
    const why = problem('usage_wrong', { detail: 'Choose one of the options.' });
    throw new CommandFailure(why, { status: exitStatus.usage });
  }
  const [choice] = chosen;
  if (choice === undefined) return null;
  return typeof flags.restore === 'string' ? { choice, file: resolve(flags.restore) } : { choice };
}

/** null where nothing is damaged, and a backup was named to replace what is there. */
async function recover(client: Client, choice: RecoveryChoice) {
  const { recovery } = await client.host.status();
  return recovery === null && choice.file !== undefined ? null : client.host.recover(choice);
}

async function replaceAll(shell: Shell, command: Command, { file }: RecoveryChoice) {
  const host = await openHost(shell, command);
  const { reachService } = await import('../client.ts');
  const service = await reachService(host.dataFolder);
  if (service !== null) {
    await service.close();
    throw new CommandFailure(
      problem('folder_held', {
        detail: 'Stop the service first: the backup would replace all that is there.',
      }),
    );
  }
  const { compose } = await import('#main/compose.ts');
  const composed = await compose(host, { serve: false, restore: file });
  if (!composed.ok) throw new CommandFailure(composed.problem);
  const { restored, close } = composed.value;
  await close();
  if (restored === null) throw new Error('Nothing was restored.');
  return { ...restored, notListening: null };
}

const unreached = (why: string): string =>
  `The data is put right, but callers are not served as its settings say: ${why}. Free the port, or set another one with \`hookline settings set\`.`;

function textOf(recovery: Recovery | null): string {
  if (recovery === null) return 'There is nothing to recover.\n';
  const lines = recovery.choices.map(({ kind, text, loses, calls }) => {
    const brings = calls === null ? '' : ` (${calls} calls)`;
    return `  hookline recover --${kind.padEnd(8)}  ${text}${brings}\n${' '.repeat(28)}Lost: ${loses}\n`;
  });
  return `${recovery.problem.text}\nNo calls are taken until one of these is chosen; nothing is deleted:\n${lines.join('')}${elsewhere}`;
}

const elsewhere = `A backup that is kept elsewhere: hookline recover --restore <file>\n`;

function keyText({ place, why }: DataKeyStatus): string {
  return why === null
    ? ''
    : `Its secrets cannot be read: ${why} Put the data key of the backup's time there (${place}) and start again, or give the secrets up with \`hookline key renew\`.\n`;
}
