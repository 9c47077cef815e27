// Runs one command after another in the foreground, and leaves nothing of them behind.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build-if-stale.js';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs a command to its end; null when it could not be started, took too long or was killed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ minutes: number, env?: NodeJS.ProcessEnv }} limits
 * @returns {Promise<number | null>} the exit status
 */
export function run(command, args, { minutes, env = process.env }) {
  // A group of its own, so that what it leaves behind ends with it.
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
  });
  running.add(child);
  const timer = setTimeout(() => {
    console.error(`${command} was ended: it took more than ${minutes} minutes.`);
    endGroup(child);
  }, minutes * 60_000);
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  }).then((code) => {
    clearTimeout(timer);
    endGroup(child);
    running.delete(child);
    return /** @type {number | null} */ (code);
  });
}

/**
 * Runs a command of an installed package, on the Node that runs this.
 * @param {string} name
 * @param {readonly string[]} args
 * @param {{ minutes: number, env?: NodeJS.ProcessEnv, bin?: string }} limits
 */
export function runPackage(name, args, { bin = name, ...limits }) {
  const folder = join(root, 'node_modules', name);
  /** @type {{ bin: string | Record<string, string> }} */
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entry = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[bin];
  if (!entry) throw new Error(`${name} has no command ${bin}`);
  return run(process.execPath, [join(folder, entry), ...args], limits);
}

/** Ends what runs when this process is told to end. */
export function endWithSignals() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => {
      for (const child of running) endGroup(child);
      process.exit(130);
    });
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function endGroup(child) {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // Nobody of it is left.
  }
}
