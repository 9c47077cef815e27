import type { Command } from 'commander';
import type { Host } from '#main/host.ts';
import type { Client } from '#shared/contract/index.ts';
import { problem } from '#shared/problem.ts';
import { CommandFailure } from './command-failure.ts';
import { dataFolderOf, openDataFolder } from './data-folder.ts';
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

/** Asks the installation, whether a service runs it or nobody does; lets go of it afterwards. */
export async function withClient<T>(
  shell: Shell,
  command: Command,
  ask: (client: Client) => Promise<T>,
): Promise<T> {
  const { reachInstallation, reachService } = await import('./client.ts');
  const reached =
    (await reachService(await openFolder(shell, command))) ??
    (await reachInstallation(await openHost(shell, command)));
  try {
    return await ask(reached.client);
  } finally {
    await reached.close();
  }
}

/** The same for what only a running service can do. */
export async function withService<T>(
  shell: Shell,
  command: Command,
  ask: (client: Client) => Promise<T>,
): Promise<T> {
  const { data } = command.optsWithGlobals<GlobalOptions>();
  const folder = dataFolderOf(data, shell.terminal.environment);
  const { reachService } = await import('./client.ts');
  const reached = await reachService(folder);
  if (reached === null) {
    throw new CommandFailure(
      problem('service_missing', {
        detail: `No service runs on ${folder}: start one with \`hookline serve\`.`,
      }),
    );
  }
  try {
    return await ask(reached.client);
  } finally {
    await reached.close();
  }
}

async function openFolder({ terminal }: Shell, command: Command): Promise<string> {
  const { data } = command.optsWithGlobals<GlobalOptions>();
  const folder = await openDataFolder(dataFolderOf(data, terminal.environment));
  if (!folder.ok) throw new CommandFailure(folder.problem);
  return folder.value;
}

/** For an installation that no service runs. */
export async function openHost(shell: Shell, command: Command): Promise<Host> {
  const { places, terminal } = shell;
  const dataFolder = await openFolder(shell, command);
  const { findOuterKeys } = await import('#main/secrets/outer-key.ts');
  return {
    face: 'headless',
    version: places.version,
    dataFolder,
    workers: places.workers,
    outerKeys: await findOuterKeys(dataFolder, terminal.environment),
    // A command says what matters in its own line; only what went wrong inside is added.
    log: { info: () => undefined, error: (what) => terminal.note(`hookline: ${what}`) },
  };
}

/** A value as the one JSON document of standard output. */
export const printJson = (terminal: Terminal, value: unknown): Promise<void> =>
  terminal.print(`${JSON.stringify(value, null, 2)}\n`);

export const wantsJson = (command: Command): boolean =>
  command.optsWithGlobals<GlobalOptions>().json === true;
