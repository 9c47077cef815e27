// The room that keeps things, and the only one that knows SQLite. From outside it is promises; inside, one
// thread writes and another reads. It decides nothing: who may run, what is refused, is known elsewhere.
import { join } from 'node:path';
import type { Recovery } from '#main/ports/recovery.ts';
import type { Store } from '#main/ports/store.ts';
import { ok, type Result } from '#shared/result.ts';
import { configStore } from './config-store.ts';
import { createBacklog } from './backlog.ts';
import { syncFolder } from '#main/sync-folder.ts';
import { createBlobStore } from './blobs.ts';
import { sweepBlobs } from './sweep-blobs.ts';
import { holdOnRequest } from './hold-files.ts';
import { rowsOf } from './new-rows.ts';
import { createReader } from './reader.ts';
import { startStoreThread } from './thread.ts';
import type { OpenedWriter, WriterOperations } from './open-writer.ts';
import { runBackup } from './run-backup.ts';
import type { OpenedReader, ReadOperations } from './worker.ts';

export interface StoreEvents {
  /** Nothing can be kept any more. */
  lost(why: Error): void;
  /** Something found no room on the disk. */
  full(): void;
  /** A thread ended by itself and is begun again when it is needed. */
  ended(why: Error): void;
}

/**
 * Takes the folder, mends what the last life left open, and opens the store.
 * Problems: `folder_held`, `folder_not_writable`, `database_newer`, `storage_full`. Damaged data is none: see `damage`.
 */
export async function createStore(deps: {
  readonly folder: string;
  readonly face: string;
  readonly workerUrl: URL;
  /** Whether calls will run, or a command only looks. */
  readonly serves: boolean;
  /** A backup to put in place of all that is there, before anything is opened. */
  readonly restore?: string | undefined;
  readonly on: StoreEvents;
}): Promise<Result<Store>> {
  const { folder, face, serves, workerUrl, on } = deps;
  const waitingBytes = new BigInt64Array(new SharedArrayBuffer(8));
  const data = { folder, face, serves, restore: deps.restore, waitingBytes };
  const { requests: holding, letGo } = holdOnRequest(folder);
  const writer = await startStoreThread<WriterOperations, OpenedWriter>(
    workerUrl,
    { role: 'writer', ...data, holding },
    on,
  );
  if ('problem' in writer.opened) return { ok: false, problem: writer.opened.problem };
  const startReader = () =>
    createReader({
      start: (lost) =>
        startStoreThread<ReadOperations, OpenedReader>(
          workerUrl,
          { role: 'reader', ...data },
          { full: on.full, lost },
        ),
      lost: on.lost,
      ended: on.ended,
      tick: () => performance.now(),
    });
  const reader = startReader();
  const searcher = startReader();
  const filesInUse = reader.operation('filesInUse');
  const blobs = createBlobStore(join(folder, 'blobs'), on.full);
  // A body is as durable as the folder that it is kept in.
  await syncFolder(folder);
  let opened = writer.opened;
  const sweeping = sweepBlobs(join(folder, 'blobs'), filesInUse, blobs);
  const follow = () => {
    if (!('damage' in opened)) sweeping.begin();
  };
  follow();
  const choose = writer.operation('repair');
  const bringHome = writer.operation('bringHome');
  const accept = writer.operation('accept');
  const backlog = createBacklog(
    () => Number(Atomics.load(waitingBytes, 0)),
    () => performance.now(),
  );
  return ok({
    calls: {
      accept(call) {
        const kept = accept(rowsOf(call));
        backlog.follow(call.requestBytes, kept);
        const { body } = call.request;
        if (body?.kind === 'file') kept.then(() => blobs.settle(body.file)).catch(() => undefined);
        return kept;
      },
      refuse: writer.operation('refuse'),
      start: writer.operation('start'),
      putBack: writer.operation('putBack'),
      putOff: writer.operation('putOff'),
      stopAt: writer.operation('stopAt'),
      finish: writer.operation('finish'),
      answer: writer.operation('answer'),
      repeat: writer.operation('repeat'),
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
      heads: reader.operation('heads'),
      unplaced: reader.operation('unplaced'),
      laneEvents: reader.operation('laneEvents'),
      list: reader.operation('list'),
      search: searcher.operation('list'),
      withText: reader.operation('withText'),
      scan: reader.operation('scan'),
      newest: reader.operation('newest'),
      neighbours: reader.operation('neighbours'),
      get: reader.operation('get'),
      filesInUse,
    },
    config: configStore(writer),
    keyUse: { note: writer.operation('noteKeyUse'), days: reader.operation('keyDays') },
    replays: {
      begin: writer.operation('beginReplay'),
      leaveOut: writer.operation('leaveOut'),
      end: writer.operation('endReplay'),
      underWay: writer.operation('replaysUnderWay'),
      all: reader.operation('replays'),
    },
    series: {
      noteDepths: writer.operation('noteDepths'),
      read: searcher.operation('series'),
      endings: reader.operation('endings'),
    },
    notifications: {
      all: writer.operation('keptNotifications'),
      keep: writer.operation('keepNotifications'),
    },
    retention: {
      removeExpired: writer.operation('removeExpired'),
      giveBack: writer.operation('giveBack'),
    },
    blobs,
    backlog,
    get recovery() {
      return 'damage' in opened ? nothingToMend : opened.recovery;
    },
    get damage() {
      return 'damage' in opened ? opened.damage : null;
    },
    restored: 'restored' in opened ? (opened.restored ?? null) : null,
    get warning() {
      return 'damage' in opened ? null : opened.warning;
    },
    async repair(choice) {
      const answer = await choose(choice);
      if ('problem' in answer) return { ok: false, problem: answer.problem };
      opened = answer.opened;
      follow();
      const { calls, setAside } = answer;
      return ok({ calls, setAside });
    },
    backup: (file) => runBackup(workerUrl, { role: 'backup', folder, file }),
    abandon(why) {
      writer.abandon(why);
      reader.abandon(why);
      searcher.abandon(why);
    },
    async close() {
      sweeping.end();
      await Promise.all([reader.close(), searcher.close()]);
      // Logs that are not home stay, until the process ends: see `hold-files.ts`.
      if ('damage' in opened || (await bringHome().catch(() => false))) letGo();
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
