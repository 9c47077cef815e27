// Brings what the tests need of the system, where this is a Debian and we are its root.
import { existsSync } from 'node:fs';
import { run } from './run.js';

/** @param {readonly string[]} packages */
export async function aptInstall(packages) {
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (!isDebianRoot) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { minutes: 5, env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    minutes: 10,
    env,
  });
}
