// A volume of a few MiB that only one process (and who reads it through /proc) can see: a tmpfs in a mount
// namespace of its own, which goes with the process. Needs root and Linux.
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { type ApartService, serveApart } from './apart.ts';

export const whyNoMounts: string | null = (() => {
  if (process.platform !== 'linux') return 'mount namespaces are of Linux';
  const tried = spawnSync('unshare', ['-m', 'true'], { encoding: 'utf8' });
  return tried.status === 0
    ? null
    : `no mount namespace is to be had: ${tried.stderr || tried.error?.message}`;
})();
if (whyNoMounts !== null) console.error(`SKIPPED: tests on a small disk, since ${whyNoMounts}`);

/** `mount` puts a volume at `$1`; `hookline serve` then runs on it. */
export const serveOnMount = (folder: string, mount: string, args: readonly string[] = []): ApartService =>
  serveApart('-m', mount, folder, args);

export const tmpfs = (options: string): string => `mount -t tmpfs -o ${options} tmpfs "$1"`;

/** Takes all the room there is. */
export async function fill(file: string): Promise<void> {
  for (const size of [1024 * 1024, 4096, 512]) {
    const more = Buffer.alloc(size, 1);
    try {
      for (;;) await writeFile(file, more, { flag: 'a' });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    }
  }
}
