import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

export const root = new URL('../../', import.meta.url).pathname;

export interface Server {
  readonly pid: number;
  readonly url: string;
  /** Of its HTTPS listener, where it has one. */
  readonly httpsUrl?: string;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Below 32768: above it, sockets that linger take ports away. */
let port = 21_080;
export const nextPort = (): number => port++;

/** Starts a program and gives it as it is, ready or not. */
export function launch(command: string, args: readonly string[], url: string) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const server: Server = {
    pid: child.pid!,
    url,
    async stop(signal = 'SIGKILL') {
      child.kill(signal);
      await ended;
    },
  };
  return { server, output: child.stdout };
}

/** Starts a Node.js program and waits for its ready line. */
async function start(args: readonly string[], at: number): Promise<Server> {
  const { server, output } = launch(process.execPath, args, `http://127.0.0.1:${at}`);
  for await (const line of createInterface({ input: output })) {
    if (line.includes('"ready"')) return server;
  }
  throw new Error(`${args.join(' ')} did not become ready.`);
}

/** A program of this folder that is handed its port first. */
export function startProgram(file: string, ...args: readonly string[]): Promise<Server> {
  const at = nextPort();
  return start([`test/bench/${file}`, String(at), ...args], at);
}

export const serviceArgs = (data: string, at: number): string[] => [
  'bin/hookline.js',
  'serve',
  '--json',
  ...['--data', data, '--port', String(at), '--admin-port', '0'],
];

/** The same with an HTTPS listener beside the other one. */
export async function startSecureService(data: string, installation: string): Promise<Server> {
  const at = nextPort();
  const server = await startService(data, installation, ['--https-port', String(at)]);
  return { ...server, httpsUrl: `https://127.0.0.1:${at}` };
}

/** The built service over a data folder; `installation` is applied first. */
export function startService(
  data: string,
  installation?: string,
  more: readonly string[] = [],
): Promise<Server> {
  const at = nextPort();
  const args = [...serviceArgs(data, at), ...more];
  if (installation === undefined) return start(args, at);
  const file = `${data}.yaml`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, installation);
  return start([...args, '--apply', file], at);
}
