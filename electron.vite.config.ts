import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Dependencies of the main process stay outside its bundles; the renderer's are bundled (they are devDependencies).
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          desktop: 'src-main/desktop/main.ts',
          headless: 'src-main/headless/main.ts',
          'store-worker': 'src-main/store/worker.ts',
          'run-worker': 'src-main/run/worker.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
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
      rolldownOptions: { input: 'src-renderer/index.html' },
    },
  },
});
