import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { findService } from '#main/admin/service-file.ts';
import { problem } from '#shared/problem.ts';
import { printJson, type GlobalOptions, type Shell, wantsJson } from '../command.ts';
import { CommandFailure } from '../command-failure.ts';
import { dataFolderOf } from '../data-folder.ts';
import { howElsewhere } from '../service/other-systems.ts';
import { systemctlOf } from '../service/systemctl.ts';
import { stateFolder, systemdUnit, type UnitOptions } from '../service/systemd-unit.ts';
import type { Terminal } from '../terminal.ts';

interface ServiceFlags {
  readonly user?: boolean;
  readonly account?: string;
  readonly start?: boolean;
}

const unitName = 'hookline.service';

export function addService(program: Command, shell: Shell): void {
  const service = program.command('service').description('the service of this machine, by systemd');
  const withScope = (name: string, text: string) =>
    service.command(name).description(text).option('--user', 'of you alone, while you are signed in');

  withScope('install', 'start Hookline with the machine, now and from now on')
    .option('--account <name>', 'the account it runs as (default: one that systemd makes)')
    .option('--no-start', 'only put the unit in its place')
    .argument('[serve options...]', 'handed on to `serve`, after --')
    .action(async (serve: string[], flags: ServiceFlags, command: Command) => {
      const options = unitOptions(shell, command, flags, serve);
      refuseElsewhere(options);
      refuseHomes(options);
      const path = unitPath(options.scope, shell.terminal.environment);
      await putUnit(path, systemdUnit(options));
      const systemctl = systemctlOf(options.scope, shell.terminal.environment);
      await systemctl.run('daemon-reload');
      if (flags.start !== false) await systemctl.run('enable', '--now', unitName);
      const done = { unit: path, dataFolder: options.dataFolder, started: flags.start !== false };
      return wantsJson(command)
        ? printJson(shell.terminal, done)
        : shell.terminal.print(installedText(done, options.scope));
    });

  withScope('uninstall', 'end it, and start it no more; the data stays').action(
    async (flags: ServiceFlags, command: Command) => {
      const options = unitOptions(shell, command, flags, []);
      refuseElsewhere(options);
      const path = unitPath(options.scope, shell.terminal.environment);
      if (!existsSync(path))
        throw new CommandFailure(problem('service_missing', { detail: `There is no ${path}.` }));
      const systemctl = systemctlOf(options.scope, shell.terminal.environment);
      await systemctl.run('disable', '--now', unitName);
      await rm(path);
      await systemctl.run('daemon-reload');
      return wantsJson(command)
        ? printJson(shell.terminal, { unit: path })
        : shell.terminal.print(`Removed ${path}. The data stays in ${options.dataFolder}.\n`);
    },
  );

  withScope('status', 'whether it is installed, starts with the machine, and runs').action(
    async (flags: ServiceFlags, command: Command) => {
      const options = unitOptions(shell, command, flags, []);
      const status = await statusOf(options, shell.terminal);
      return wantsJson(command)
        ? printJson(shell.terminal, status)
        : shell.terminal.print(statusText(status));
    },
  );

  withScope('unit', 'print the unit file, to be put in place by something else')
    .option('--account <name>', 'the account it runs as')
    .argument('[serve options...]', 'handed on to `serve`, after --')
    .action((serve: string[], flags: ServiceFlags, command: Command) =>
      shell.terminal.print(systemdUnit(unitOptions(shell, command, flags, serve))),
    );
}

function unitOptions(
  { terminal }: Shell,
  command: Command,
  { user, account }: ServiceFlags,
  serve: readonly string[],
): UnitOptions {
  const { data } = command.optsWithGlobals<GlobalOptions>();
  const given = data ?? terminal.environment.HOOKLINE_DATA;
  const scope = user === true ? 'user' : 'system';
  return {
    scope,
    node: process.execPath,
    program: resolve(process.argv[1] ?? ''),
    dataFolder:
      scope === 'system' && given === undefined ? stateFolder : dataFolderOf(given, terminal.environment),
    serve,
    account: account ?? null,
  };
}

function unitPath(scope: UnitOptions['scope'], environment: Terminal['environment']): string {
  // Where administrators put units; tests have a folder of their own.
  if (scope === 'system') return join(environment.HOOKLINE_UNITS ?? '/etc/systemd/system', unitName);
  return join(environment.XDG_CONFIG_HOME || join(homedir(), '.config'), 'systemd', 'user', unitName);
}

function refuseElsewhere({ node, program, dataFolder, serve }: UnitOptions): void {
  if (process.platform === 'linux') return;
  const detail = howElsewhere(process.platform, [node, program, '--data', dataFolder, 'serve', ...serve]);
  throw new CommandFailure(problem('service_unmanaged', { detail }));
}

/** An account of its own does not get into the home of another. */
function refuseHomes({ scope, account, node, program }: UnitOptions): void {
  const inHome = [node, program].find((path) => /^\/(root|home)\//.test(path));
  if (scope === 'user' || account !== null || inHome === undefined) return;
  const detail = `A service of the machine cannot read ${inHome}: put Hookline and its Node.js elsewhere (/opt/hookline), or name who it runs as by --account, or use --user.`;
  throw new CommandFailure(problem('service_unmanaged', { detail }));
}

async function putUnit(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { mode: 0o644 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(
      problem('file_not_writable', { detail: `${path} cannot be written (sudo, or --user?): ${why}` }),
    );
  }
}

interface ServiceStatus {
  readonly unit: string;
  readonly installed: boolean;
  /** systemd's own words; null where it is not installed. */
  readonly enabled: string | null;
  readonly active: string | null;
  readonly dataFolder: string;
  /** Where it answers; null where it does not. */
  readonly adminUrl: string | null;
}

async function statusOf(options: UnitOptions, { environment }: Terminal): Promise<ServiceStatus> {
  const unit = unitPath(options.scope, environment);
  const installed = await readFile(unit).then(
    () => true,
    () => false,
  );
  const systemctl = systemctlOf(options.scope, environment);
  const service = await findService(options.dataFolder);
  return {
    unit,
    installed,
    enabled: installed ? await systemctl.ask('is-enabled', unitName) : null,
    active: installed ? await systemctl.ask('is-active', unitName) : null,
    dataFolder: options.dataFolder,
    adminUrl: service?.adminUrl ?? null,
  };
}

const statusText = ({ unit, installed, enabled, active, dataFolder, adminUrl }: ServiceStatus): string =>
  [
    installed ? `${unit}: ${String(enabled)}, ${String(active)}` : `Not installed: there is no ${unit}.`,
    adminUrl === null
      ? `Nothing answers on ${dataFolder}.`
      : `Running on ${dataFolder}, screens at ${adminUrl}`,
    '',
  ].join('\n');

const installedText = (
  {
    unit,
    dataFolder,
    started,
  }: { readonly unit: string; readonly dataFolder: string; readonly started: boolean },
  scope: UnitOptions['scope'],
): string =>
  [
    `Installed ${unit}${started ? ', and started it' : ''}.`,
    `  Data folder: ${dataFolder}`,
    `  Its log:     journalctl ${scope === 'user' ? '--user ' : ''}-u hookline`,
    `  Its screens: hookline --data ${dataFolder} service status${scope === 'user' ? ' --user' : ''} says where; the token is in admin-token there.`,
    ...(scope === 'user' ? ['  It ends when you sign out, unless: loginctl enable-linger'] : []),
    '',
  ].join('\n');
