import type { Alarms } from './alarms.ts';
import type { DiskPicture } from '#main/store/disk-watch.ts';

const mebibyte = 1024 * 1024;
const muchWalBytes = 256 * mebibyte;

/** What a look at the disk says to people. */
export function raiseDiskAlarms(alarms: Alarms, { state, space, limits, walBytes }: DiskPicture): void {
  const free = inMebibytes(space.freeBytes);
  const isNames = space.freeFiles !== null && space.freeBytes >= 2 * limits.stopBytes;
  const left = isNames ? `no room for more than ${space.freeFiles} files` : `${free} left`;
  alarms.set(
    'disk_full',
    state === 'full'
      ? `The disk is full: ${left}. Calls are refused with 503 until ${inMebibytes(2 * limits.stopBytes)} are free.`
      : null,
  );
  alarms.set(
    'disk_low',
    state === 'low'
      ? `The disk is nearly full: ${free} left. Below ${inMebibytes(limits.stopBytes)} no calls are accepted.`
      : null,
  );
  alarms.set(
    'log_growing',
    walBytes > muchWalBytes
      ? `queue.db-wal has grown to ${inMebibytes(walBytes)}: another program probably keeps the database open.`
      : null,
  );
}

const inMebibytes = (bytes: number): string => `${Math.floor(bytes / mebibyte)} MiB`;
