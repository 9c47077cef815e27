// What tests start in processes and threads of their own, as bundles: each start would read and compile the same
// thousand files again, and starts are what most of the time of the crash tests went to.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Laid out as `out/main` is, so that the product finds its own files. */
const input = {
  headless: 'src-main/headless/main.ts',
  'store-worker': 'src-main/store/worker.ts',
  'run-worker': 'src-main/run/worker.ts',
  'errand-worker': 'src-main/run/errand/worker.ts',
  'sqlite-process': 'src-main/run/sql/sqlite-process.ts',
  'serve-child': 'test/support/serve-child.ts',
  'serve-life': 'test/crash/ledger/serve-life.ts',
};

/** Native, or with files of their own beside them, or loaded by few. */
const external = [
  'acme-client',
  'better-sqlite3',
  'electron',
  '@jitl/quickjs-wasmfile-release-sync',
  'mysql2',
  'nodemailer',
  'pg',
  'pino',
  'tedious',
];

export interface Edit {
  /** Under `src-main/`. */
  readonly file: string;
  /** Stands in it exactly once. */
  readonly from: string;
  readonly to: string;
}

/** Writes the bundles, with the sources as they are but for the edits, into a folder two below the root. */
export async function bundle(folder: string, edits: readonly Edit[] = []): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [{ name: 'edits', enforce: 'pre', load: (id) => edited(id, edits) }],
    resolve: { conditions: ['node'] },
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      target: 'node22',
      minify: false,
      rolldownOptions: {
        input,
        checks: { bundlerTimings: false },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
  // As bin/hookline.js, without a look at the build.
  const run = `import { main } from './headless.js';\nprocess.exit(await main(process.argv.slice(2)));\n`;
  await writeFile(join(folder, 'run-hookline.js'), run);
}

/** Null where the file is as it is. */
function edited(id: string, edits: readonly Edit[]): string | null {
  const here = edits.filter(({ file }) => id === `${root}src-main/${file}`);
  if (here.length === 0) return null;
  let source = readFileSync(id, 'utf8');
  for (const { file, from, to } of here) {
    if (source.split(from).length !== 2)
      throw new Error(`The edit no longer fits ${file}, which has to have this once: ${from}`);
    source = source.replace(from, () => to);
  }
  return source;
}
