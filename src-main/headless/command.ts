import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Host } from '#main/host.ts';
import type { Client } from '#shared/contract/index.ts';
import type { Rehearse } from '#shared/file/check-installation-file.ts';
import { problem } from '#shared/problem.ts';
import type { Reached } from '#main/admin/admin-client.ts';
import { CommandFailure } from './command-failure.ts';
import { dataFolderOf, hasInstallation, openDataFolder } from './data-folder.ts';
import type { Places } from './places.ts';
import type { Terminal } from './terminal.ts';

/** What every command is given. */
export interface Shell {
  readonly places: Places;
  readonly terminal: Terminal;
  /** The status the process ends with where that is not 0. */
  readonly endWith: (status: number) => void;
}

export interface GlobalOptions {
  readonly data?: string;
  readonly json?: boolean;
}

/** What becomes of a command where the folder has no installation; `imagine`: an empty one is asked, and gone again. */
type WithoutOne = 'refuse' | 'make' | 'imagine';

/** Asks the installation, whether a service runs it or nobody does; lets go of it afterwards. */
export async function withClient<T>(
  shell: Shell,
  command: Command,
  ask: (client: Client) => Promise<T>,
  withoutOne: WithoutOne = 'refuse',
): Promise<T> {
  const folder = folderOf(shell, command);
  const { reachInstallation, reachService } = await import('./client.ts');
  const service = await reachService(folder);
  if (service !== null) return askOnce(service, ask);
  if (withoutOne === 'imagine' && !(await hasInstallation(folder))) {
    const empty = await mkdtemp(join(tmpdir(), 'hookline-'));
    try {
      return await askOnce(await reachInstallation(await hostOf(shell, empty)), ask);
    } finally {
      await rm(empty, { recursive: true, force: true });
    }
  }
  if (withoutOne !== 'make') await refuseWithoutOne(folder);
  return askOnce(await reachInstallation(await openHost(shell, command)), ask);
}

/** The same for what only a running service can do. */
export async function withService<T>(
  shell: Shell,
  command: Command,
  ask: (client: Client) => Promise<T>,
): Promise<T> {
  const folder = folderOf(shell, command);
  const { reachService } = await import('./client.ts');
  const service = await reachService(folder);
  if (service !== null) return askOnce(service, ask);
  await refuseWithoutOne(folder);
  const detail = `No service runs on ${folder}: start one with \`hookline serve\`.`;
  throw new CommandFailure(problem('service_missing', { detail }));
}

async function askOnce<T>({ client, close }: Reached, ask: (client: Client) => Promise<T>): Promise<T> {
  try {
    return await ask(client);
  } finally {
    await close();
  }
}

/** A folder that was mistyped is not to become an installation. */
async function refuseWithoutOne(folder: string): Promise<void> {
  if (await hasInstallation(folder)) return;
  const detail = `There is no installation in ${folder}: \`hookline serve\` or \`hookline apply\` makes one, and --data names another folder.`;
  throw new CommandFailure(problem('installation_missing', { detail }));
}

const folderOf = ({ terminal }: Shell, command: Command): string =>
  dataFolderOf(command.optsWithGlobals<GlobalOptions>().data, terminal.environment);

/** For an installation that no service runs; its folder is made where there is none. */
export async function openHost(shell: Shell, command: Command): Promise<Host> {
  const folder = await openDataFolder(folderOf(shell, command));
  if (!folder.ok) throw new CommandFailure(folder.problem);
  return hostOf(shell, folder.value);
}

async function hostOf({ places, terminal }: Shell, dataFolder: string): Promise<Host> {
  const { findOuterKeys } = await import('#main/secrets/outer-key.ts');
  return {
    face: 'headless',
    version: places.version,
    dataFolder,
    workers: places.workers,
    outerKeys: await findOuterKeys(dataFolder, terminal.environment),
    // A command says what matters in its own line; only what went wrong inside is added.
    log: {
      debug: () => undefined,
      info: () => undefined,
      error: (what) => terminal.note(`hookline: ${what}`),
    },
  };
}

/** What the installation says of a file, which changes nothing. */
export const rehearseOn =
  (shell: Shell, command: Command): Rehearse =>
  (file) =>
    withClient(shell, command, (client) => client.installation.apply({ file, dryRun: true }), 'imagine');

/** A value as the one JSON document of standard output. */
export const printJson = (terminal: Terminal, value: unknown): Promise<void> =>
  terminal.print(`${JSON.stringify(value, null, 2)}\n`);

export const wantsJson = (command: Command): boolean =>
  command.optsWithGlobals<GlobalOptions>().json === true;
