// `npm run build`: builds all that runs into out/. With --if-stale only where the sources are newer.
import { fileURLToPath } from 'node:url';
import { build } from 'electron-vite';
import { buildOnce } from './build-once.js';

const root = fileURLToPath(new URL('..', import.meta.url));

try {
  await buildOnce({
    root,
    always: !process.argv.includes('--if-stale'),
    build: () => build({ root, logLevel: 'warn' }),
    say: (line) => console.error(line),
  });
} catch (error) {
  console.error(`The build failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
