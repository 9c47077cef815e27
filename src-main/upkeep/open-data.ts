// The data folder as the core sees it: the store, the volume below it, and whether calls can be kept right now.
import type { Alarms } from './alarms.ts';
import { maxCommitWaitMs } from '#main/call/door.ts';
import { backUpDaily } from './back-up-daily.ts';
import { raiseDiskAlarms } from './disk-alarms.ts';
import type { Host } from '#main/host.ts';
import type { Store } from '#main/ports/store.ts';
import { createStore } from '#main/store/create-store.ts';
import { createDiskWatch } from '#main/store/disk-watch.ts';
import { Settings } from '#shared/model/setting.ts';
import { ok, type Result } from '#shared/result.ts';

export interface Data {
  readonly store: Store;
  /** Resolves when nothing can be kept any more. */
  readonly lost: Promise<Error>;
  /** There is no room: nothing new is taken or starts, so that what runs can be put on disk. */
  isFull(): boolean;
  isLow(): boolean;
  /** The limits from here on; looks at the disk. */
  setLimits(disk: Settings['disk']): Promise<void>;
  /** The files are others than before, by our own doing. */
  followFiles(): Promise<void>;
  close(): Promise<void>;
}

interface DataOptions {
  readonly alarms: Alarms;
  /** Whether calls will run, or a command only looks. */
  readonly serves: boolean;
  readonly restore: string | undefined;
  /** The disk filled up, or has room again. */
  readonly onRoom: () => void;
}

/** Problems: those of `createStore`. */
export async function openData(
  host: Host,
  { alarms, serves, restore, onRoom }: DataOptions,
): Promise<Result<Data>> {
  const { dataFolder: folder, face, workers, log } = host;
  const lost = Promise.withResolvers<Error>();
  let limits = Settings.parse({}).disk;
  let store: Store | null = null;
  let wasFull = false;
  let isLow = false;

  const disk = createDiskWatch({
    folder,
    settings: () => limits,
    onLook(picture) {
      raiseDiskAlarms(alarms, picture);
      alarms.set('storage_slow', isSlow() ? slowText : null);
      isLow = picture.state !== 'ok';
      const isFull = picture.state === 'full';
      if (isFull === wasFull) return;
      wasFull = isFull;
      const { freeBytes } = picture.space;
      if (isFull) log.error('the disk is full', { freeBytes });
      else log.info('the disk has room again', { freeBytes });
      onRoom();
    },
    onGone(why) {
      store?.abandon(why);
      lost.resolve(why);
    },
    report: (what, error) => log.error(what, { error: String(error) }),
  });
  const isSlow = () => (store?.backlog.commitWaitMs() ?? 0) > maxCommitWaitMs;

  // Before the store writes its first byte: a full disk is met with the reserve given up.
  await disk.check();
  const on = {
    lost: lost.resolve,
    full: () => disk.sawFull(),
    ended: (why: Error) => log.error('a thread of the store ended', { error: why.message }),
  };
  const opened = await createStore({ folder, face, serves, restore, workerUrl: workers.store, on });
  if (!opened.ok) {
    await disk.close();
    return opened;
  }
  store = opened.value;
  if (store.damage === null) await disk.follow();
  const { close } = store;
  const endBackups = serves ? backUpDaily(folder, store, log) : () => Promise.resolve();
  return ok({
    store,
    lost: lost.promise,
    isFull: disk.isFull,
    isLow: () => isLow,
    setLimits(next) {
      limits = next;
      return disk.check();
    },
    followFiles: disk.follow,
    async close() {
      await disk.close();
      await endBackups();
      await close();
    },
  });
}

const slowText =
  'The disk is slow: calls wait more than 2 s to be kept, and further ones are refused with 503 until it keeps up.';
