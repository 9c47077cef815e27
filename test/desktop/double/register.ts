// `import … from 'electron'` means the double, in the main thread. As in the real one, worker threads have none.
import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const names = new Set(['electron', 'electron/main', 'electron/common']);

registerHooks({
  resolve(specifier, context, next) {
    if (!names.has(specifier)) return next(specifier, context);
    if (!isMainThread) throw new Error('electron double: a worker thread imports electron');
    const url = new URL('./electron.ts', import.meta.url).href;
    return { url, format: 'module-typescript', shortCircuit: true };
  },
});
