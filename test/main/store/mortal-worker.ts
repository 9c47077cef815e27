// A thread in place of the one that looks things up: it finds nothing, ends where it is told to, and says of its file
// what a broken disk would make it say.
import { parentPort } from 'node:worker_threads';
import type { Reply, Request } from '#main/store/writer.ts';
import type { ReadOperations } from '#main/store/worker.ts';

const broken: Reply = { failure: 'disk I/O error', code: 'storage_failed', isFatal: true };

parentPort?.on('message', (asked: readonly Request<ReadOperations>[] | 'close') => {
  if (asked === 'close') return parentPort?.close();
  if (asked.some(([, id]) => id === 'end')) process.exit(1);
  parentPort?.postMessage(asked.map(([, id]): Reply => (id === 'break' ? broken : { value: null })));
});
parentPort?.postMessage({ reads: true });
