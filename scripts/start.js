// `npm start`: the desktop app where it can run, else the same app served to a browser. Never a stack trace.
import { spawn } from 'node:child_process';
import { buildIfStale, root } from './build-if-stale.js';
import { fetchElectron, findElectron } from './electron.js';
import { endWithNpm } from './end-with-npm.js';
import { endWith, headless } from './headless.js';
import { onNode, passOn } from './on-node.js';

const quickMs = 10_000;
const args = process.argv.slice(2);
const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

/** @returns {Promise<number>} */
async function start() {
  if (!(await buildIfStale())) return 1;
  const why = await startDesktop();
  if (typeof why === 'number') return why;
  console.error(`${why}, so Hookline is served to a browser.`);
  return headless(['serve', ...(hasDisplay ? ['--open'] : []), ...args]);
}

/** The desktop app's exit status, or why it did not run. */
async function startDesktop() {
  if (!hasDisplay) return 'There is no display';
  const electron = findElectron() ?? (await fetchElectron((line) => console.error(line)));
  if (typeof electron !== 'string') return `The Electron binary is not to be had (${electron.missing})`;
  const startedAt = performance.now();
  const status = await passOn(spawn(electron, [root, ...args], { stdio: 'inherit' })).catch(() => 1);
  // Without the system's libraries, or as root, Electron gives up before it shows anything.
  const neverRan = status !== 0 && status < 128 && performance.now() - startedAt < quickMs;
  return neverRan ? `Electron ended at once with status ${status}` : status;
}

endWithNpm();
try {
  endWith(await onNode(start));
} catch (error) {
  console.error(`Hookline did not start: ${error instanceof Error ? error.message : String(error)}`);
  endWith(1);
}
