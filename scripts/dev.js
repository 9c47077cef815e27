// `npm run dev`: the desktop app with hot reload. `npm run dev -- --browser`: the headless service, built again and
// started again after every change; its further arguments are those of `serve`.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { buildIfStale, root } from './build-if-stale.js';
import { fetchElectron, findElectron } from './electron.js';
import { forgetBuild } from './freshness.js';
import { endWithNpm } from './end-with-npm.js';
import { endWith } from './headless.js';
import { onNode, passOn } from './on-node.js';

const settleMs = 200;

/** @returns {Promise<number>} */
async function developDesktop() {
  const electron = findElectron() ?? (await fetchElectron((line) => console.error(line)));
  if (typeof electron !== 'string') {
    console.error(
      `The Electron binary is not to be had (${electron.missing}); try "npm run dev -- --browser".`,
    );
    return 1;
  }
  // What it leaves in out/ loads its screens from the development server.
  forgetBuild(root);
  const electronVite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const env = { ...process.env, ELECTRON_EXEC_PATH: electron };
  return passOn(
    spawn(process.execPath, [electronVite, 'dev', '--watch'], { cwd: root, stdio: 'inherit', env }),
  );
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
async function developBrowser(args) {
  const ended = new AbortController();
  const changes = watchSources(ended.signal);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, () => ended.abort());
  }
  let service = serve([...args, '--open']);
  while (!ended.signal.aborted) {
    await changes.next();
    if (ended.signal.aborted || !(await buildIfStale())) continue;
    await stop(service);
    service = serve(args);
  }
  await stop(service);
  return 0;
}

/** @param {readonly string[]} args */
function serve(args) {
  const launcher = join(root, 'bin', 'hookline.js');
  return spawn(process.execPath, [launcher, 'serve', ...args], { stdio: 'inherit' });
}

/** @param {import('node:child_process').ChildProcess} service */
async function stop(service) {
  if (service.exitCode !== null || service.signalCode !== null) return;
  const gone = new Promise((resolve) => service.once('exit', resolve));
  service.kill('SIGTERM');
  await gone;
}

/** @param {AbortSignal} signal */
function watchSources(signal) {
  let hint = Promise.withResolvers();
  for (const folder of ['src-main', 'src-renderer', 'src-shared', 'resources']) {
    watch(join(root, folder), { recursive: true, signal }, () =>
      setTimeout(() => hint.resolve(null), settleMs),
    );
  }
  signal.addEventListener('abort', () => hint.resolve(null));
  return {
    /** Resolves at the next change, or at the end. */
    async next() {
      await hint.promise;
      hint = Promise.withResolvers();
    },
  };
}

const args = process.argv.slice(2);
const others = args.filter((arg) => arg !== '--browser');
endWithNpm();
endWith(await onNode(() => (others.length < args.length ? developBrowser(others) : developDesktop())));
