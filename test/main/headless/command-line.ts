import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { main } from '#main/headless/main.ts';
import type { Terminal } from '#main/headless/terminal.ts';
import { bundled } from '#test/support/bundled.ts';
import { newFolder } from '#test/support/host.ts';
import type { LoadedExample } from '#shared/model/example.ts';

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line in this process, as bin/hookline.js does. */
export async function hookline(
  args: readonly string[],
  environment: Terminal['environment'] = {},
): Promise<Ended> {
  let out = '';
  let err = '';
  const status = await main(args, {
    environment,
    print: async (text) => void (out += text),
    note: (line) => void (err += `${line}\n`),
  });
  return { status, out, err };
}

/** Of this file: what an empty installation is, which the others are copies of. */
let template: Promise<string> | null = null;

/** Makes an empty installation of a folder, which most commands do not. */
export async function makeInstallation(folder: string): Promise<void> {
  template ??= makeTemplate();
  await cp(await template, folder, { recursive: true });
}

async function makeTemplate(): Promise<string> {
  const folder = await newFolder();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'empty.json');
  await writeFile(file, '{ "hookline": 1 }');
  const { status, err } = await hookline(['--data', folder, 'apply', file]);
  if (status !== 0) throw new Error(err);
  return folder;
}

/** Starts one command line in a process of its own. */
export function startHookline(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [bundled('run-hookline', env), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => void (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void (err += chunk.toString()));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (status) => resolve({ status, out, err })),
  );
  return {
    child,
    ended,
    /** Resolves with the first line of standard output; fails where the command ends before. */
    firstLine: () =>
      new Promise<string>((resolve, reject) => {
        child.stdout.on('data', () => {
          if (out.includes('\n')) resolve(out.slice(0, out.indexOf('\n')));
        });
        void ended.then(({ status }) => reject(new Error(`It ended with ${status}: ${err}`)));
      }),
  };
}

interface Ready {
  readonly event: string;
  readonly webhookUrl: string;
  readonly httpsUrl: string | null;
  readonly adminUrl: string;
  readonly adminToken: string;
  readonly pid: number;
  readonly examples?: readonly LoadedExample[];
}

/** A running `hookline serve` on free ports. */
export async function serveOn(
  folder: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
) {
  const ports = ['--port', '0', '--admin-port', '0'];
  const { child, ended, firstLine } = startHookline(
    ['--data', folder, 'serve', '--json', ...ports, ...args],
    environment,
  );
  const ready: Ready = JSON.parse(await firstLine());
  return {
    ready,
    ended,
    kill: () => child.kill('SIGKILL'),
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
