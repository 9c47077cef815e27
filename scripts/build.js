// `npm run build`: builds all that runs into out/. With --if-stale only where the sources are newer.
import { stripVTControlCharacters } from 'node:util';
import { root } from './build-if-stale.js';
import { onNode } from './on-node.js';

const always = !process.argv.includes('--if-stale');

/** @returns {Promise<number>} */
async function run() {
  const { build } = await import('electron-vite');
  const { buildOnce } = await import('./build-once.js');
  await buildOnce({
    root,
    always,
    build: () => build({ root, logLevel: 'warn' }),
    say: (line) => console.error(line),
  });
  return 0;
}

try {
  process.exitCode = await onNode(run);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(`The build failed: ${stripVTControlCharacters(reason).trim()}`);
  process.exitCode = 1;
}
