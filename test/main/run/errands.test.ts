// Errands, each in a thread of its own, and what is known of them once they are closed.
import { expect, test } from 'vitest';
import type { Errand } from '#main/ports/errand.ts';
import { createErrands } from '#main/run/errand/create-errands.ts';

/** Has its answer, says so where all can see it, and then holds its thread for half a second. */
const slowToEnd = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { spawnSync } from 'node:child_process';
    import { parentPort, workerData } from 'node:worker_threads';
    parentPort.postMessage({ ok: true, text: 'taken' });
    Atomics.store(workerData.errand.said, 0, 1);
    Atomics.notify(workerData.errand.said, 0);
    spawnSync(process.execPath, ['-e', 'setTimeout(() => {}, 500)']);`)}`,
);

test('what one was answered is known when all are closed, however long its thread takes to end', async () => {
  const said = new Int32Array(new SharedArrayBuffer(4));
  const errand: Errand & { said: Int32Array } = { kind: 'webhook', url: '', headers: {}, body: '', said };
  const errands = createErrands(slowToEnd, () => ({ privateAllowed: true, adminPorts: [] }));
  const known: unknown[] = [];
  void errands.run(errand).then(({ ok, text }) => known.push([ok, text]));
  // Nothing is done here meanwhile, so that its answer is not heard before it is in its long sleep.
  expect(Atomics.wait(said, 0, 0, 60_000)).not.toBe('timed-out');
  await errands.close();
  await new Promise((resolve) => setImmediate(resolve));
  expect(known).toEqual([[true, 'taken']]);
});
