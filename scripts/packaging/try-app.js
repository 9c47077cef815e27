// The desktop app as it was packed: started with the examples, called, and told to end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from '../run.js';

/** It reads a database through the process that Electron begins for it. */
const example = ['StockAtHand', '--query', 'item=A-100'];
const patienceMs = 120_000;

/**
 * @param {string} root
 * @param {string} program
 * @returns {Promise<number>} the exit status
 */
export async function tryApp(root, program) {
  const folder = mkdtempSync(join(tmpdir(), 'hookline-packed-'));
  const args = [`--data=${folder}`, '--port=0', '--admin-port=0', '--examples'];
  const app = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const late = setTimeout(() => app.kill('SIGKILL'), patienceMs);
  try {
    const fault = await faultOf(app, root, folder);
    if (fault !== null) console.error(`The packed app does not work: ${fault}.`);
    else console.log('The packed app starts, answers a call and ends in order.');
    return fault === null ? 0 : 1;
  } finally {
    clearTimeout(late);
    app.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, null>} app
 * @param {string} root
 * @param {string} folder
 * @returns {Promise<string | null>} what is wrong
 */
async function faultOf(app, root, folder) {
  const ended = once(app, 'exit').then(
    ([status, signal]) => String(status ?? signal),
    (error) => String(error),
  );
  /** @type {Promise<null>} */
  const ready = new Promise((resolve) => {
    createInterface({ input: app.stdout }).on('line', (line) => {
      if (line.includes(`/${example[0]}`)) resolve(null);
    });
  });
  const early = await Promise.race([ready, ended]);
  if (early !== null) return `it ended with ${early} before it had loaded the examples`;
  const hookline = [join(root, 'bin', 'hookline.js'), '--data', folder];
  const called = await run(process.execPath, [...hookline, 'call', ...example], { minutes: 1 });
  if (called !== 0) return `a call ended with ${called}`;
  app.kill('SIGTERM');
  const status = await ended;
  if (status !== '0') return `told to end it ended with ${status}`;
  return existsSync(join(folder, 'service.json')) ? 'it did not end in order' : null;
}
