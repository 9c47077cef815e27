// The headless service: the runtime, its admin server, and the word that both are ready; then it waits to be
// told to end. Decides nothing about calls.
import { localClient } from '#main/capability/local-client.ts';
import { compose } from '#main/compose.ts';
import type { ComposeOptions, Runtime } from '#main/runtime.ts';
import { findOuterKeys } from '#main/secrets/outer-key.ts';
import { createExampleDesk } from '#main/examples/example-desk.ts';
import type { Host } from '#main/host.ts';
import { failureOf } from '#shared/contract/failure.ts';
import type { Client } from '#shared/contract/index.ts';
import type { Rehearse } from '#shared/file/check-installation-file.ts';
import type { ListenerStatus } from '#shared/model/setting.ts';
import { problem, type ProblemCode } from '#shared/problem.ts';
import type { Result } from '#shared/result.ts';
import { loadAdminToken } from '#main/admin/admin-token.ts';
import type { Shell } from './command.ts';
import { CommandFailure, exitStatus } from './command-failure.ts';
import { keyLine } from './commands/apply.ts';
import { openDataFolder } from './data-folder.ts';
import { giveMemoryBack } from './give-memory-back.ts';
import { listenForEnd, type EndListener } from './listen-for-end.ts';
import { openAdmin } from '#main/admin/open-admin.ts';
import { openBrowser } from './open-browser.ts';
import { type ReadFile, readInstallationFile } from './read-installation-file.ts';
import { statusOfFailure } from './report-failure.ts';
import { sayReady } from './say-ready.ts';
import { findService, removeServiceFile, writeServiceFile } from '#main/admin/service-file.ts';
import { createServiceLog } from './service-log.ts';
import type { Terminal } from './terminal.ts';

export interface ServeOptions {
  readonly folder: string;
  readonly json: boolean;
  readonly host?: string;
  readonly port?: number;
  readonly httpsPort?: number;
  readonly adminHost?: string;
  readonly adminPort: number;
  readonly apply?: string;
  readonly examples?: boolean;
  readonly open?: boolean;
}

/** Restarting helps against 70 only. */
const statusByProblem: Partial<Record<ProblemCode, number>> = {
  storage_failed: 70,
  storage_full: 70,
  database_damaged: 70,
  internal: 70,
  folder_held: 73,
  folder_not_writable: 74,
  port_taken: 75,
  database_newer: 76,
};
const internalError = 70;

/** Serves until told to end; gives the exit status. `rehearse`: what the installation says of a file that has mistakes. */
export async function serve(options: ServeOptions, shell: Shell, rehearse: Rehearse): Promise<number> {
  const { terminal } = shell;
  const file =
    options.apply === undefined
      ? null
      : await readInstallationFile(options.apply, terminal.environment, rehearse);
  const end = listenForEnd();
  const open: Closable[] = [];
  const status = await serveUntilEnd({ ...options, file }, { shell, end, open }).catch((error: unknown) =>
    statusOfFailure(asFailure(error), terminal, options.json),
  );
  const isClosed = await closeAll(open, terminal);
  return isClosed || status !== exitStatus.done ? status : internalError;
}

async function serveUntilEnd(options: StartOptions, around: Around): Promise<number> {
  const runtime = await start(options, around);
  void giveMemoryBack();
  const loss = await Promise.race([around.end.asked, runtime.lost]);
  if (loss === undefined) return exitStatus.done;
  throw loss;
}

/** What no part of the service expected ends it with the status that asks for a restart. */
const asFailure = (error: unknown): CommandFailure =>
  error instanceof CommandFailure
    ? error
    : new CommandFailure(
        problem('internal', { detail: error instanceof Error ? error.message : String(error) }),
        { status: internalError },
      );

/** Only what the command line says; the settings know the rest. */
const placesGiven = ({ host, port, httpsPort }: ServeOptions): Pick<ComposeOptions, 'http' | 'https'> => ({
  http: { host, port },
  https: { host, port: httpsPort },
});

type StartOptions = ServeOptions & { readonly file: ReadFile | null };

interface Closable {
  close(): Promise<void>;
}

interface Around {
  readonly shell: Shell;
  readonly end: EndListener;
  /** What was opened, to be closed in reverse. */
  readonly open: Closable[];
}

async function start(options: StartOptions, { shell, end, open }: Around): Promise<Runtime> {
  const { places, terminal } = shell;
  const folder = valueOf(await openDataFolder(options.folder));
  const log = createServiceLog(terminal);
  const examples = createExampleDesk(places.examplesFolder);
  const host: Host = {
    face: 'headless',
    version: places.version,
    dataFolder: folder,
    workers: places.workers,
    outerKeys: await findOuterKeys(folder, terminal.environment),
    log,
    examples,
  };
  const composed = await compose(host, placesGiven(options));
  if (!composed.ok && composed.problem.code === 'folder_held') await tellWhere(folder, terminal);
  const runtime = valueOf(composed);
  open.push({ close: () => closeWhole(runtime) });
  const client = localClient(runtime.router);
  const { recovery, alarms } = runtime.status();
  if (recovery !== null)
    terminal.note(
      `hookline: ${recovery.problem.text} No calls are taken: see \`hookline recover\` or the screens.`,
    );
  const lost = alarms.find(({ code }) => code === 'data_key_lost');
  if (lost !== undefined) terminal.note(`hookline: ${lost.text}`);
  const { file } = options;
  if (file !== null && recovery === null) await runtime.asTold(() => applyFirst(client, file, terminal));
  const urlOf = (of: ListenerStatus['kind']) =>
    runtime.status().listeners.find(({ kind }) => kind === of)?.url ?? null;
  const httpsUrl = urlOf('https');
  const webhookUrl = urlOf('http') ?? httpsUrl ?? '';
  const loaded = options.examples === true && recovery === null ? await examples.load(client) : null;

  const token = await loadAdminToken(folder);
  const { router, access, bodyOf, load } = runtime;
  const { version, screensFolder } = places;
  const deps = { router, access, bodyOf, load, token, version, screensFolder, isStopping: end.wasAsked, log };
  const admin = valueOf(await openAdmin(deps, runtime, options));
  // The screens go last: until the end they show how the running calls finish.
  open.unshift(admin);
  if (admin.note !== null) terminal.note(`hookline: ${admin.note}`);

  const urls = { webhookUrl, httpsUrl, adminUrl: admin.url };
  await writeServiceFile(folder, { pid: process.pid, ...urls, adminUrl: admin.localUrl });
  open.push({ close: () => removeServiceFile(folder) });
  await sayReady({ ...urls, adminToken: token, examples: loaded }, options.json, terminal);
  if (options.open === true) openBrowser(`${admin.url}/#token=${token}`);
  return runtime;
}

/** Somebody who starts it twice looks for its screens. */
async function tellWhere(folder: string, terminal: Terminal): Promise<void> {
  const running = await findService(folder);
  if (running !== null) {
    const token = await loadAdminToken(folder);
    terminal.note(`Hookline runs already. Its screens: ${running.adminUrl}/#token=${token}`);
  }
}

async function applyFirst(client: Client, { file, refused }: ReadFile, terminal: Terminal): Promise<void> {
  try {
    const { madeKeys } = await client.installation.apply({ file });
    for (const made of madeKeys) terminal.note(keyLine(made).trimEnd());
  } catch (error) {
    throw await refused(failureOf(error));
  }
}

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { problem: why } = result;
  throw new CommandFailure(why, { status: statusByProblem[why.code] ?? exitStatus.failed });
}

/** Fails where something was lost on the way to the end: what was asked for as an end in order was none. */
async function closeWhole({ lost, close }: Runtime): Promise<void> {
  const soFar = () => Promise.race([lost, Promise.resolve(null)]);
  const before = await soFar();
  await close();
  const loss = await soFar();
  if (before === null && loss !== null) throw loss;
}

/** Closes in reverse, each part even where another could not be; false where one could not. */
async function closeAll(open: readonly Closable[], terminal: Terminal): Promise<boolean> {
  let isClosed = true;
  for (const part of open.toReversed()) {
    await part.close().catch((error: unknown) => {
      isClosed = false;
      terminal.note(`hookline: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
  return isClosed;
}
