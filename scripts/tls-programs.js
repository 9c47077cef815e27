// The programs that the tests of HTTPS call it with: those that are there, else brought where that needs no asking.
import { spawnSync } from 'node:child_process';
import { aptInstall } from './apt-install.js';

/** Each by its Debian package. */
const packages = { curl: 'curl', openssl: 'openssl', pebble: 'pebble', testssl: 'testssl.sh' };

/** @param {string} program */
const isMissing = (program) => spawnSync(program, ['--help'], { stdio: 'ignore' }).error !== undefined;

/** What cannot be had is missing to some tests, which are then skipped. */
export async function bringTlsPrograms() {
  const missing = Object.entries(packages).filter(([program]) => isMissing(program));
  if (missing.length > 0) await aptInstall(missing.map(([, name]) => name));
}
