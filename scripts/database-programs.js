// The database servers that the tests of SQL ask: those that are there, else brought where that needs no asking.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { aptInstall } from './apt-install.js';

/** What cannot be had is missing to some tests, which are then skipped. */
export async function bringDatabasePrograms() {
  const missing = [];
  if (globSync('/usr/lib/postgresql/*/bin/postgres').length === 0) missing.push('postgresql');
  const isMariaDbThere =
    existsSync('/usr/sbin/mariadbd') || spawnSync('mariadbd', ['--version']).error === undefined;
  // What makes its first tables asks a program of the clients for its defaults.
  if (!isMariaDbThere || !existsSync('/usr/bin/my_print_defaults')) {
    missing.push('mariadb-server-core', 'mariadb-client-core');
  }
  if (missing.length > 0) await aptInstall(missing);
}
