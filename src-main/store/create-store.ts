// The room that keeps things, and the only one that knows SQLite. From outside it is promises; inside, one
// thread writes and another reads. It decides nothing: who may run, what is refused, is known elsewhere.
import { join } from 'node:path';
import type { Recovery, Store } from '#main/ports/store.ts';
import { ok, type Result } from '#shared/result.ts';
import { configStore } from './config-store.ts';
import { createBacklog } from './backlog.ts';
import { syncFolder } from '#main/sync-folder.ts';
import { createBlobStore } from './blobs.ts';
import { sweepBlobs } from './sweep-blobs.ts';
import { holdFiles } from './hold-files.ts';
import { createReader } from './reader.ts';
import { startStoreThread, type StoreEvents } from './thread.ts';
import type { ReadOperations } from './worker.ts';
import type { WriteOperations } from './writer.ts';

/**
 * Takes the folder, mends what the last life left open, and opens the store.
 * Problems: `folder_held`, `folder_not_writable`, `database_newer`, `database_damaged`.
 */
export async function createStore(deps: {
  readonly folder: string;
  readonly face: string;
  readonly workerUrl: URL;
  /** Whether calls will run, or a command only looks. */
  readonly serves: boolean;
  readonly on: StoreEvents;
}): Promise<Result<Store>> {
  const { folder, face, serves, workerUrl, on } = deps;
  const waitingBytes = new BigInt64Array(new SharedArrayBuffer(8));
  const data = { folder, face, serves, waitingBytes };
  const writer = await startStoreThread<WriteOperations>(workerUrl, { role: 'writer', ...data }, on);
  if ('problem' in writer.opened) return { ok: false, problem: writer.opened.problem };
  const reader = createReader(() =>
    startStoreThread<ReadOperations>(workerUrl, { role: 'reader', ...data }, on),
  );
  const letGo = holdFiles(folder);
  const filesInUse = reader.operation('filesInUse');
  const blobs = createBlobStore(join(folder, 'blobs'), on.full);
  // A body is as durable as the folder that it is kept in.
  await syncFolder(folder);
  // Nobody waits for it, and what it misses is met by the next start.
  void sweepBlobs(join(folder, 'blobs'), filesInUse, blobs).catch(() => undefined);
  const accept = writer.operation('accept');
  const backlog = createBacklog(
    () => Number(Atomics.load(waitingBytes, 0)),
    () => performance.now(),
  );
  return ok({
    calls: {
      accept(call) {
        const kept = accept(call);
        backlog.follow(call.requestBytes, kept);
        return kept;
      },
      refuse: writer.operation('refuse'),
      start: writer.operation('start'),
      putBack: writer.operation('putBack'),
      putOff: writer.operation('putOff'),
      stopAt: writer.operation('stopAt'),
      finish: writer.operation('finish'),
      answer: writer.operation('answer'),
      detach: writer.operation('detach'),
      note: writer.operation('note'),
      cancel: writer.operation('cancel'),
      cancelAll: writer.operation('cancelAll'),
      skip: writer.operation('skip'),
      renew: writer.operation('renew'),
      place: writer.operation('place'),
      setLaneRule: writer.operation('setLaneRule'),
      hold: writer.operation('hold'),
      release: writer.operation('release'),
      waiting: reader.operation('waiting'),
      unplaced: reader.operation('unplaced'),
      laneEvents: reader.operation('laneEvents'),
      list: reader.operation('list'),
      get: reader.operation('get'),
      filesInUse,
    },
    config: configStore(writer),
    retention: {
      removeExpired: writer.operation('removeExpired'),
      giveBack: writer.operation('giveBack'),
    },
    blobs,
    backlog,
    recovery: writer.opened.recovery ?? nothingToMend,
    abandon(why) {
      writer.abandon(why);
      reader.abandon(why);
    },
    async close() {
      await reader.close();
      letGo();
      await writer.close();
    },
  });
}

const nothingToMend: Recovery = {
  interrupted: 0,
  cancelled: 0,
  resumed: 0,
  poisoned: 0,
  lanes: [],
  holds: [],
  isCrashLoop: false,
};
