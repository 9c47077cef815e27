import { access, constants, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { syncFolder } from '#main/sync-folder.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The desktop app's own data folder (Electron's `userData`), so that both faces see one installation. */
export function defaultDataFolder(environment: Environment, platform: NodeJS.Platform, home: string): string {
  if (platform === 'win32') return join(environment.APPDATA ?? join(home, 'AppData', 'Roaming'), 'Hookline');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Hookline');
  return join(environment.XDG_CONFIG_HOME || join(home, '.config'), 'Hookline');
}

/** The folder of this command: `--data`, else HOOKLINE_DATA, else the default. An absolute path. */
export const dataFolderOf = (given: string | undefined, environment: Environment): string =>
  resolve(
    given ?? (environment.HOOKLINE_DATA || defaultDataFolder(environment, process.platform, homedir())),
  );

/** What an installation leaves in its folder from its first start on, whatever may have happened to it since. */
const traces = ['config.db', 'queue.db', 'hwm.json'];

export async function hasInstallation(folder: string): Promise<boolean> {
  const found = await Promise.allSettled(traces.map((name) => access(join(folder, name))));
  return found.some(({ status }) => status === 'fulfilled');
}

/** Makes the folder where there is none. Problems: `folder_not_writable`. */
export async function openDataFolder(folder: string): Promise<Result<string>> {
  try {
    await makeFolder(folder);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(
      problem('folder_not_writable', { detail: `The data folder ${folder} cannot be written: ${reason}` }),
    );
  }
}

/** Node's own `recursive` never ends where a parent is there but takes no folders (`/proc`). */
async function makeFolder(folder: string): Promise<void> {
  const make = async () => {
    await mkdir(folder, { mode: 0o700 });
    await syncFolder(dirname(folder));
  };
  try {
    await make();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await make();
  }
}
