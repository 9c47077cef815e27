// What Electron does before an app's first line: take its own switches away, find the entry, import it, get ready.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { launchChromium } from './chromium.ts';

const [node, , ...given] = process.argv;
process.argv = [node!, ...given];

// Playwright's loader holds `ready` back until it is connected; it cuts its own switches from argv.
if (given[0] === '-r') createRequire(import.meta.url)(given[1]!);
const ownSwitch = /^--(no-sandbox|inspect|remote-debugging-port)\b/;
const args = process.argv.slice(1).filter((arg) => !ownSwitch.test(arg));
process.argv = [node!, ...args];

const folder = resolve(args.find((arg) => !arg.startsWith('-')) ?? '.');
const { main, name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
  'main' | 'name' | 'version',
  string
>;
app.describe({ folder, name, version });
if (app.isPackaged)
  Object.defineProperty(process, 'resourcesPath', { value: process.env['DOUBLE_RESOURCES'] });

// The real one gets ready after the entry was evaluated: a top-level `await app.whenReady()` in it never ends.
const stuck = setTimeout(() => {
  console.error('electron double: the entry awaits at top level, and `ready` waits for the entry');
  process.exit(1);
}, 60_000);

try {
  await import(pathToFileURL(join(folder, main)).href);
  clearTimeout(stuck);
  const address = await launchChromium();
  console.error(`\nDevTools listening on ${address}`);
  app.becomeReady();
} catch (error) {
  console.error(error);
  process.exit(1);
}
