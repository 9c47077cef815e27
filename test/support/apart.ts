// The service in namespaces of its own: what happens to its volumes and networks happens to nobody else. Needs root and Linux.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { bundled } from './bundled.ts';

export interface ApartService {
  /** The lines of standard output so far, and the next ones. */
  readonly ready: Promise<{
    readonly webhookUrl: string;
    readonly adminUrl: string;
    readonly adminToken: string;
  }>;
  readonly pid: number;
  /** The data folder, seen from here. */
  readonly folder: string;
  /** What it has written to standard error, the last of it. */
  complaints(): string;
  readonly ended: Promise<{ readonly status: number | null; readonly complaints: string }>;
  signal(name: 'SIGTERM' | 'SIGKILL'): void;
}

/**
 * Runs `hookline serve` with mounts (`-m`) or a network (`-n`) of its own, which go with it. `setUp` is a line of shell that
 * comes before; the folder is `$1`.
 */
export function serveApart(
  namespace: '-m' | '-n',
  setUp: string,
  folder: string,
  args: readonly string[],
): ApartService {
  const serve = ['--data', folder, 'serve', '--json', '--port', '0', '--admin-port', '0', ...args];
  const child = spawn(
    'unshare',
    [
      namespace,
      'sh',
      '-c',
      `${setUp} && shift && exec "$@"`,
      'sh',
      folder,
      process.execPath,
      bundled('run-hookline'),
      ...serve,
    ],
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
    line.then((text) => JSON.parse(text) as Awaited<ApartService['ready']>),
    ended.then(({ status }) => Promise.reject(new Error(`It ended with ${status}: ${complaints}`))),
  ]);
  // Who expects the end does not look at it.
  ready.catch(() => undefined);
  return {
    ready,
    pid: child.pid ?? 0,
    folder: `/proc/${child.pid}/root${folder}`,
    complaints: () => complaints,
    ended,
    signal: (name) => void child.kill(name),
  };
}
