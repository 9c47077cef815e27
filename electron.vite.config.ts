import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Dependencies of the main process stay outside its bundles; the renderer's are bundled (they are devDependencies).
/** Outside the archive of a package no other file says that these are modules. */
const sayModule = {
  name: 'say-module',
  generateBundle(this: { emitFile(file: { type: 'asset'; fileName: string; source: string }): string }) {
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "module" }\n' });
  },
};

export default defineConfig({
  main: {
    plugins: [sayModule],
    build: {
      outDir: 'out/main',
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          desktop: 'src-main/desktop/main.ts',
          updater: 'src-main/desktop/updater.ts',
          headless: 'src-main/headless/main.ts',
          'store-worker': 'src-main/store/worker.ts',
          'run-worker': 'src-main/run/worker.ts',
          'sqlite-process': 'src-main/run/sql/sqlite-process.ts',
          'errand-worker': 'src-main/run/errand/worker.ts',
        },
        // How long a build took is no warning to whoever starts the app.
        checks: { bundlerTimings: false },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          // In no other file, whose packages would be loaded before it.
          codeSplitting: { groups: [{ name: 'start-folder', test: /start-folder/ }] },
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rolldownOptions: {
        input: { preload: 'src-main/preload/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [react()],
    html: { cspNonce: '__NONCE__' },
    build: {
      outDir: 'out/renderer',
      minify: true,
      // Loaded from this machine, so that size costs no wait; the editor is a chunk of its own.
      chunkSizeWarningLimit: 1500,
      // A few KiB more with the page, and no part whose code came later stands there without its styles.
      cssCodeSplit: false,
      rolldownOptions: {
        input: 'src-renderer/index.html',
        // Files that several pages share run before `setup.ts`; no schema in them may probe `new Function` either.
        output: { banner: '(globalThis.__zod_globalConfig ??= {}).jitless = true;' },
      },
    },
  },
});
