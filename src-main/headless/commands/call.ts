import { extname } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { Method } from '#shared/model/trigger.ts';
import { messageText } from '../call-text.ts';
import { printJson, type Shell, withService, wantsJson } from '../command.ts';
import { exitStatus } from '../command-failure.ts';
import { findIntegration } from '../find-integration.ts';
import { readInput } from '../read-input.ts';

interface CallOptions {
  readonly query?: readonly [string, string][];
  readonly body?: string;
  readonly contentType?: string;
  readonly method?: Method;
}

const maxBodyBytes = 32 * 1024 * 1024;

const contentTypes: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
};

export function addCall(program: Command, shell: Shell): void {
  program
    .command('call')
    .description('send a test call with a key of its own')
    .argument('<integration>', 'name, or code/name')
    .option('--query <name=value>', 'a query parameter; may stand several times', addParameter)
    .option('--body <file>', 'the file to send, or - for standard input')
    .option('--content-type <type>', "what the body is (default: by the file's name)")
    .addOption(
      new Option('--method <method>', "default: POST with a body, else the trigger's first").choices(
        Method.options,
      ),
    )
    .action(async (reference: string, options: CallOptions, command: Command) => {
      const bytes = options.body === undefined ? null : await readInput(options.body, maxBodyBytes);
      const answer = await withService(shell, command, async (client) => {
        const { id, trigger } = await findIntegration(client, reference);
        return client.integrations.test({
          id,
          method: options.method ?? (bytes !== null && trigger.methods.includes('POST') ? 'POST' : undefined),
          query: new URLSearchParams([...(options.query ?? [])]).toString(),
          ...(bytes === null ? {} : { body: bytes.toString('base64'), bodyEncoding: 'base64' }),
          contentType:
            options.contentType ??
            (options.body === undefined ? undefined : contentTypes[extname(options.body)]),
        });
      });
      if (answer.status >= 400) shell.endWith(exitStatus.failed);
      if (wantsJson(command)) return printJson(shell.terminal, answer);
      await shell.terminal.print(messageText(`HTTP ${answer.status}`, answer.headers, answer.body));
      if (answer.status >= 400) shell.terminal.note(`hookline: ${reference} answered ${answer.status}.`);
    });
}

function addParameter(text: string, earlier: readonly [string, string][] = []): [string, string][] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('A parameter is written name=value.');
  return [...earlier, [text.slice(0, at), text.slice(at + 1)]];
}
