import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { bundled } from './bundled.ts';

export interface ChildService {
  readonly url: string;
  readonly pid: number;
  /** SIGKILL: it has no time for anything. */
  kill(): Promise<void>;
  /** SIGTERM; gives the exit code. */
  end(): Promise<number | null>;
}

interface Surroundings {
  /** Beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** How many files and sockets it may have open. */
  readonly openFiles?: number;
  /** In place of /etc/resolv.conf; needs a mount namespace. */
  readonly resolver?: string;
  /** The id of the user that it runs as. */
  readonly user?: number;
}

/** Starts the core in a process of its own, on a folder that may hold an earlier life's calls. */
export async function startChild(
  folder: string,
  { env = {}, openFiles, resolver, user }: Surroundings = {},
): Promise<ChildService> {
  const limit = openFiles === undefined ? '' : `ulimit -n ${openFiles}; `;
  const mount = resolver === undefined ? '' : `mount --bind ${resolver} /etc/resolv.conf && `;
  const shell = [
    'sh',
    '-c',
    `${limit}${mount}exec "$@"`,
    'sh',
    process.execPath,
    bundled('serve-child'),
    folder,
  ];
  const [program = '', ...args] = resolver === undefined ? shell : ['unshare', '-m', ...shell];
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
    uid: user,
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout });
  const url = await Promise.race([
    new Promise<string>((resolve) => lines.once('line', resolve)),
    exited.then((code) => Promise.reject(new Error(`The service ended with ${code} before it was ready.`))),
  ]);
  return {
    url,
    pid: child.pid!,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    end() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}
