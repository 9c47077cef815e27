// Errands, each in a thread of its own, and what is known of them once they are closed.
import { expect, test } from 'vitest';
import type { Errand } from '#main/ports/errand.ts';
import { createErrands } from '#main/run/errand/create-errands.ts';
import { until } from '#test/support/runtime.ts';

/** Has its answer, says so where all can see it, and then holds its thread for half a second. */
const slowToEnd = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { spawnSync } from 'node:child_process';
    import { parentPort, workerData } from 'node:worker_threads';
    parentPort.postMessage({ ok: true, text: 'taken' });
    Atomics.store(workerData.errand.said, 0, 1);
    spawnSync(process.execPath, ['-e', 'setTimeout(() => {}, 500)']);`)}`,
);

test('what one was answered is known when all are closed, however long its thread takes to end', async () => {
  const said = new Int32Array(new SharedArrayBuffer(4));
  const errand: Errand & { said: Int32Array } = { kind: 'webhook', url: '', headers: {}, body: '', said };
  const errands = createErrands(slowToEnd, () => ({ privateAllowed: true, adminPorts: [] }));
  const known: unknown[] = [];
  void errands.run(errand).then(({ ok, text }) => known.push([ok, text]));
  await until(
    () => Atomics.load(said, 0),
    (isSaid) => isSaid === 1,
  );
  await errands.close();
  await new Promise((resolve) => setImmediate(resolve));
  expect(known).toEqual([[true, 'taken']]);
});
