// The package for npm as its users meet it: installed into an empty folder, started, asked, and ended.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from '../run.js';

/**
 * @param {string} npm
 * @param {string} tarball
 * @returns {Promise<number>} the exit status
 */
export async function tryService(npm, tarball) {
  const folder = mkdtempSync(join(tmpdir(), 'hookline-installed-'));
  try {
    const install = ['install', '--no-audit', '--no-fund', '--prefix', folder, tarball];
    const installed = await run(npm, install, { minutes: 15 });
    if (installed !== 0) return installed ?? 1;
    const fault = await startedIn(folder);
    if (fault !== null) console.error(`The installed package does not work: ${fault}`);
    return fault === null ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {string} folder
 * @returns {Promise<string | null>} what is wrong
 */
async function startedIn(folder) {
  const command = join(folder, 'node_modules', 'hookline', 'bin', 'hookline.js');
  const ports = ['--port', '0', '--admin-port', '0'];
  const args = [command, 'serve', '--json', ...ports, '--data', join(folder, 'data')];
  const service = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(service, 'exit').then(([status]) => status);
  const lines = createInterface({ input: service.stdout });
  const ready = await Promise.race([once(lines, 'line').then(([line]) => String(line)), ended]);
  if (typeof ready !== 'string') return `it ended with ${ready}`;
  /** @type {{ adminUrl: string, webhookUrl: string, pid: number }} */
  const { adminUrl, webhookUrl, pid } = JSON.parse(ready);
  const [screens, endpoint] = await Promise.all([fetch(adminUrl), fetch(`${webhookUrl}/abcde/Nobody`)]);
  const page = await screens.text();
  process.kill(pid, 'SIGTERM');
  const status = await ended;
  if (!screens.ok || !page.includes('data-face="browser"')) return `its screens answer ${screens.status}`;
  if (endpoint.status !== 404) return `an address that is none answers ${endpoint.status}`;
  return status === 0 ? null : `it ended with ${status}`;
}
