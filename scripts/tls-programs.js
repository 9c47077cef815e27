// The programs that the tests of HTTPS call it with: those that are there, else brought where that needs no asking.
import { spawnSync } from 'node:child_process';
import { aptInstall } from './apt-install.js';

const programs = ['curl', 'openssl', 'pebble'];

/** @param {string} program */
const isMissing = (program) => spawnSync(program, ['--help'], { stdio: 'ignore' }).error !== undefined;

/** What cannot be had is missing to some tests, which are then skipped. */
export async function bringTlsPrograms() {
  const missing = programs.filter(isMissing);
  if (missing.length > 0) await aptInstall(missing);
}
