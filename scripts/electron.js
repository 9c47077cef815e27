// Where the Electron binary is. It does not come with `npm ci`; its package fetches it on demand.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './build-if-stale.js';

const home = join(root, 'node_modules', 'electron');
const stalledMs = 10_000;
const lookEveryMs = 500;

/**
 * The path of the binary that is there, found as the `electron` package itself finds it.
 * @returns {string | undefined}
 */
export function findElectron() {
  const pathFile = join(home, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : undefined;
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const fallback = process.platform === 'win32' ? 'electron.exe' : 'electron';
  const binary = override ? join(override, name ?? fallback) : name && join(home, 'dist', name);
  return binary && existsSync(binary) ? binary : undefined;
}

/**
 * Lets the package fetch its binary; given up when no byte came for ten seconds.
 * @param {(line: string) => void} say
 * @returns {Promise<string | { missing: string }>}
 */
export async function fetchElectron(say) {
  const script = join(home, 'install.js');
  if (!existsSync(script)) return { missing: 'its package is not installed' };
  say('Fetching the Electron binary …');
  const temporary = mkdtempSync(join(tmpdir(), 'hookline-electron-'));
  // It downloads below the temporary folder and unpacks beside itself: what grows there is what arrives.
  const grown = () => bytesBelow(temporary) + bytesBelow(join(home, 'dist'));
  try {
    const fetching = spawn(process.execPath, [script], {
      stdio: 'ignore',
      env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
    });
    const missing = await endOrStall(fetching, grown);
    return missing === undefined ? (findElectron() ?? { missing: 'it did not arrive' }) : { missing };
  } finally {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * @param {import('node:child_process').ChildProcess} fetching
 * @param {() => number} grown
 * @returns {Promise<string | undefined>} what went wrong
 */
function endOrStall(fetching, grown) {
  return new Promise((resolve) => {
    let bytes = grown();
    let since = performance.now();
    const looking = setInterval(() => {
      const now = grown();
      if (now !== bytes) since = performance.now();
      bytes = now;
      if (performance.now() - since >= stalledMs) {
        resolve('no byte came for 10 s');
        fetching.kill('SIGKILL');
      }
    }, lookEveryMs);
    const end = (/** @type {string | undefined} */ missing) => {
      clearInterval(looking);
      resolve(missing);
    };
    fetching.once('error', () => end('its fetching did not start'));
    fetching.once('close', (code) => end(code === 0 ? undefined : 'its download failed'));
  });
}

/**
 * @param {string} folder
 * @returns {number}
 */
function bytesBelow(folder) {
  let bytes = 0;
  try {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      bytes += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
    }
  } catch {
    // Not there yet, or moved away while it was read.
  }
  return bytes;
}
