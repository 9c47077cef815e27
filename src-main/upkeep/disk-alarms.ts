import type { Alarms } from './alarms.ts';
import type { DiskPicture } from '#main/store/disk-watch.ts';

const mebibyte = 1024 * 1024;
const gibibyte = 1024 * mebibyte;
const muchWalBytes = 256 * mebibyte;

/** What a look at the disk says to people. */
export function raiseDiskAlarms(alarms: Alarms, { state, space, limits, walBytes }: DiskPicture): void {
  const free = formatted(space.freeBytes);
  const isNames = space.freeFiles !== null && space.freeBytes >= 2 * limits.stopBytes;
  const left = isNames ? `no room for more than ${space.freeFiles} files` : `${free} left`;
  alarms.set(
    'disk_full',
    state === 'full'
      ? `The disk is full: ${left}. Calls are refused with 503 until ${formatted(2 * limits.stopBytes)} are free. ${remedy}`
      : null,
  );
  alarms.set(
    'disk_low',
    state === 'low'
      ? `The disk is nearly full: ${free} left. Below ${formatted(limits.stopBytes)} no calls are accepted. ${remedy}`
      : null,
  );
  alarms.set(
    'log_growing',
    walBytes > muchWalBytes
      ? `queue.db-wal has grown to ${formatted(walBytes)}: another program probably keeps the database open.`
      : null,
  );
}

const remedy = 'Remove other files from the volume, or keep less by the bounds in the settings.';

const formatted = (bytes: number): string =>
  bytes < 10 * gibibyte ? `${Math.floor(bytes / mebibyte)} MiB` : `${Math.floor(bytes / gibibyte)} GiB`;
