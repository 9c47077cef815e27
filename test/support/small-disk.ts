// A volume of a few MiB that only one process (and who reads it through /proc) can see: a tmpfs in a mount
// namespace of its own, which goes with the process. Needs root and Linux.
import { spawn, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

export const whyNoMounts: string | null = (() => {
  if (process.platform !== 'linux') return 'mount namespaces are of Linux';
  const tried = spawnSync('unshare', ['-m', 'true'], { encoding: 'utf8' });
  return tried.status === 0
    ? null
    : `no mount namespace is to be had: ${tried.stderr || tried.error?.message}`;
})();
if (whyNoMounts !== null) console.error(`SKIPPED: tests on a small disk, since ${whyNoMounts}`);

const script = new URL('../main/headless/run-hookline.ts', import.meta.url).pathname;

export interface OnSmallDisk {
  /** The lines of standard output so far, and the next ones. */
  readonly ready: Promise<{
    readonly webhookUrl: string;
    readonly adminUrl: string;
    readonly adminToken: string;
  }>;
  /** The data folder, seen from here. */
  readonly folder: string;
  /** What it has written to standard error, the last of it. */
  complaints(): string;
  readonly ended: Promise<{ readonly status: number | null; readonly complaints: string }>;
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
}

/** `mount` is a line of shell that puts a volume at `$1`; `hookline serve` then runs on it with these arguments. */
export function serveOnMount(folder: string, mount: string, args: readonly string[] = []): OnSmallDisk {
  const serve = ['--data', folder, 'serve', '--json', '--port', '0', '--admin-port', '0', ...args];
  const child = spawn(
    'unshare',
    ['-m', 'sh', '-c', `${mount} && shift && exec "$@"`, 'sh', folder, process.execPath, script, ...serve],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-8_000)));
  const ended = new Promise<{ status: number | null; complaints: string }>((resolve) =>
    child.once('close', (status) => resolve({ status, complaints })),
  );
  const line = new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  );
  const ready = Promise.race([
    line.then((text) => JSON.parse(text) as Awaited<OnSmallDisk['ready']>),
    ended.then(({ status }) => Promise.reject(new Error(`It ended with ${status}: ${complaints}`))),
  ]);
  // Who expects the end does not look at it.
  ready.catch(() => undefined);
  return {
    ready,
    folder: `/proc/${child.pid}/root${folder}`,
    complaints: () => complaints,
    ended,
    signal: (name) => void child.kill(name),
  };
}

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
