import { type Command, InvalidArgumentError } from 'commander';
import { type GlobalOptions, rehearseOn, type Shell } from '../command.ts';
import { dataFolderOf } from '../data-folder.ts';

interface ServeFlags {
  readonly host?: string;
  readonly port?: number;
  readonly httpsPort?: number;
  readonly adminHost?: string;
  readonly adminPort: number;
  readonly apply?: string;
  readonly examples?: boolean;
  readonly open?: boolean;
}

const defaultAdminPort = 8081;

export function addServe(program: Command, shell: Shell): void {
  program
    .command('serve')
    .description('the headless service; ends in order on SIGTERM and SIGINT')
    .option(
      '--host <address>',
      'where webhooks are received (default: as saved in the settings, else 127.0.0.1)',
    )
    .option('--port <n>', 'its port; 0 picks a free one (default: as saved, else 8080)', readPort)
    .option(
      '--https-port <n>',
      'switch HTTPS on at this port; 0 picks a free one (default: as saved)',
      readPort,
    )
    .option(
      '--admin-host <address>',
      'where the screens and the admin API are opened (default: 127.0.0.1); beyond this machine over TLS only',
    )
    .option(
      '--admin-port <n>',
      'the port of the screens and the admin API; 0 picks a free one',
      readPort,
      defaultAdminPort,
    )
    .option('--apply <file>', 'bring integrations to what this file says first; a bad file: no start')
    .option('--examples', 'load the sample integrations, and print a call of each')
    .option('--open', 'open the screens in a browser')
    .action(async (flags: ServeFlags, command: Command) => {
      const { data, json = false } = command.optsWithGlobals<GlobalOptions>();
      const { serve } = await import('../serve.ts');
      const folder = dataFolderOf(data, shell.terminal.environment);
      shell.endWith(await serve({ ...flags, folder, json }, shell, rehearseOn(shell, command)));
    });
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}
