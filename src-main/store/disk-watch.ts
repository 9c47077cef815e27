// Watches the volume of the data folder. When it is nearly full the doors close while there still is room, and a
// reserve of real bytes is given up so that what runs can be put on disk; all of it is undone once there is room.
import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '#shared/model/setting.ts';
import { dropReserve, keepReserve } from './disk-reserve.ts';
import { rememberFiles } from './same-files.ts';

const mebibyte = 1024 * 1024;
/** A volume may run out of names before it runs out of bytes. */
const fewFiles = 16;

export interface Space {
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** How many more files the volume can name; null where it has no such number. */
  readonly freeFiles: number | null;
}

export interface DiskLimits {
  readonly stopBytes: number;
  readonly reserveBytes: number;
  readonly lowBytes: number;
}

export interface DiskPicture {
  readonly state: 'ok' | 'low' | 'full';
  readonly space: Space;
  readonly limits: DiskLimits;
  /** Of the log that SQLite has not yet brought home. */
  readonly walBytes: number;
}

export interface DiskWatch {
  isFull(): boolean;
  /** Looks now; resolves when what it found has had its effect. */
  check(): Promise<void>;
  /** A write found no room, whatever the volume says (a quota, or it filled up since the last look). */
  sawFull(): void;
  /** The files are open now: from here on they must stay the same ones. */
  follow(): Promise<void>;
  close(): Promise<void>;
}

export function limitsOf(disk: Settings['disk'], { totalBytes }: Space): DiskLimits {
  const stopBytes = disk.stopBytes ?? Math.min(256 * mebibyte, totalBytes * 0.05);
  const reserveBytes = disk.reserveBytes ?? Math.min(64 * mebibyte, totalBytes * 0.01);
  const lowBytes = Math.max(1024 * mebibyte, totalBytes * 0.05, 2 * stopBytes);
  return { stopBytes: Math.ceil(stopBytes), reserveBytes: Math.floor(reserveBytes), lowBytes };
}

/** It takes twice the room to open the doors again, so that they do not swing. */
export function nextState(
  before: DiskPicture['state'],
  { freeBytes, freeFiles }: Space,
  { stopBytes, lowBytes }: DiskLimits,
): DiskPicture['state'] {
  const margin = before === 'full' ? 2 : 1;
  const isShort = freeBytes < stopBytes * margin || (freeFiles !== null && freeFiles < fewFiles * margin);
  if (isShort) return 'full';
  return freeBytes < lowBytes ? 'low' : 'ok';
}

export function createDiskWatch(deps: {
  readonly folder: string;
  settings(): Settings['disk'];
  /** Called after each look. */
  onLook(picture: DiskPicture): void;
  /** The folder or a database in it is not the one that was opened. */
  onGone(why: Error): void;
  report(what: string, error: unknown): void;
  /** How often it looks; five seconds by default. */
  readonly everyMs?: number;
}): DiskWatch {
  const { folder } = deps;
  const wal = join(folder, 'queue.db-wal');
  let state: DiskPicture['state'] = 'ok';
  let looking: Promise<void> | null = null;
  let changed: (() => Promise<string | null>) | null = null;
  let ticks = 0;
  const timer = setInterval(() => {
    ticks++;
    void check();
  }, deps.everyMs ?? 5_000);
  timer.unref();

  async function look(): Promise<void> {
    const gone = await changed?.();
    if (typeof gone === 'string') return deps.onGone(new Error(gone));
    const [space, walBytes] = await Promise.all([measure(folder), sizeOf(wal)]);
    const limits = limitsOf(deps.settings(), space);
    state = nextState(state, space, limits);
    if (state === 'full') await dropReserve(folder);
    deps.onLook({ state, space, limits, walBytes });
    // Last: a start has better things to write, and a command is over before. Never where it would fill the disk.
    const isRoomy = state !== 'full' && space.freeBytes - limits.reserveBytes > limits.stopBytes;
    if (isRoomy && ticks > 1) await keepReserve(folder, limits.reserveBytes);
  }

  /** One look at a time; who asks meanwhile waits for the one under way. */
  function check(): Promise<void> {
    looking ??= look()
      .catch((error: unknown) => deps.report('the disk cannot be looked at', error))
      .finally(() => (looking = null));
    return looking;
  }

  return {
    isFull: () => state === 'full',
    check,
    sawFull() {
      if (state === 'full') return;
      state = 'full';
      void check();
    },
    async follow() {
      changed = await rememberFiles([folder, join(folder, 'queue.db'), join(folder, 'config.db')]);
    },
    async close() {
      clearInterval(timer);
      await looking;
    },
  };
}

async function measure(folder: string): Promise<Space> {
  const { bavail, bsize, blocks, ffree, files } = await statfs(folder);
  return {
    freeBytes: bavail * bsize,
    totalBytes: blocks * bsize,
    freeFiles: files === 0 ? null : ffree,
  };
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
