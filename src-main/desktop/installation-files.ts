// Installation files that somebody opens with the app: by a double click, the menu, or on the icon. The page shows what
// one would change before anything is changed; main only reads it.
import { constants, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { maxRequestBytes, requestTooLarge } from '#shared/contract/request-size.ts';
import type { WindowCommand } from '#shared/model/window-command.ts';
import type { Asker } from './asker.ts';
import { isInstallationFile, pathOf } from './start-options.ts';

export interface InstallationFiles {
  /** Paths and `file:` addresses of an unknown origin; relative ones are in `folder`. Those that are no installation files are passed over. */
  offer(paths: readonly string[], folder?: string): Promise<void>;
  choose(): Promise<void>;
}

export function createInstallationFiles(
  ask: (command: WindowCommand) => void,
  asker: Pick<Asker, 'tell' | 'chooseFile'>,
): InstallationFiles {
  async function offerOne(given: string, folder = '.'): Promise<void> {
    try {
      const path = pathOf(given, folder);
      ask({ kind: 'import', name: basename(path), text: await readText(path) });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      asker.tell({ type: 'error', message: 'The file cannot be opened.', detail: `${given}\n\n${why}` });
    }
  }

  return {
    async offer(paths, folder) {
      // One after the other: the page shows one at a time, the last one in the end.
      for (const path of paths.filter(isInstallationFile)) await offerOne(path, folder);
    },
    async choose() {
      const path = await asker.chooseFile('Open an installation file', [
        { name: 'Installation files', extensions: ['hookline', 'yaml', 'yml', 'json'] },
        { name: 'All files', extensions: ['*'] },
      ]);
      if (path !== null) await offerOne(path);
    },
  };
}

/** A pipe or a device never ends, nor does the opening of a pipe that nobody writes to; and a huge file is none of ours. */
async function readText(path: string): Promise<string> {
  // Windows has no such pipes.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new Error('It is no file.');
    if (stats.size > maxRequestBytes) throw new Error(requestTooLarge.detail);
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.readFile());
  } finally {
    await file.close();
  }
}
