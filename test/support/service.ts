import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = new URL('../../', import.meta.url).pathname;
const node = join(root, 'node_modules/.bin/node');
const hookline = join(root, 'bin/hookline.js');

export interface Service {
  readonly webhookUrl: string;
  readonly adminUrl: string;
  readonly adminToken: string;
  readonly pid: number;
  readonly dataFolder: string;
  /** SIGTERM, and the data folder is removed unless it was given; gives the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: it has no time for anything. The data folder stays. */
  kill(): Promise<void>;
}

interface StartOptions {
  /** A data folder that outlives the service; a new one otherwise. */
  readonly data?: string;
  readonly args?: readonly string[];
  /** The integrations of an installation file, applied before it listens. */
  readonly integrations?: readonly unknown[];
}

/** Starts the service as its users do: `hookline serve`, in a process of its own, on free ports of loopback. */
export async function startService({ data, args = [], integrations }: StartOptions = {}): Promise<Service> {
  const dataFolder = data ?? (await mkdtemp(join(tmpdir(), 'hookline-test-')));
  const apply: string[] = [];
  if (integrations) {
    const file = join(dataFolder, 'apply.json');
    await writeFile(file, JSON.stringify({ hookline: 1, integrations }));
    apply.push('--apply', file);
  }
  const ports = ['--port', '0', '--admin-port', '0'];
  const command = [hookline, 'serve', '--json', ...ports, '--data', dataFolder, ...apply, ...args];
  const child = spawn(node, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-4000);
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    new Promise<string>((resolve) => lines.once('line', resolve)),
    ended.then((code) => Promise.reject(new Error(`The service ended with ${code}: ${complaints}`))),
  ]);
  const ready: Pick<Service, 'webhookUrl' | 'adminUrl' | 'adminToken' | 'pid'> = JSON.parse(line);
  return {
    ...ready,
    dataFolder,
    async stop() {
      process.kill(ready.pid, 'SIGTERM');
      const code = await ended;
      if (data === undefined) await rm(dataFolder, { recursive: true, force: true });
      return code;
    },
    async kill() {
      process.kill(ready.pid, 'SIGKILL');
      await ended;
    },
  };
}
