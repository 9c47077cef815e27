import { expect, it } from 'vitest';
import { createAlarms } from '#main/upkeep/alarms.ts';
import { raiseDiskAlarms } from '#main/upkeep/disk-alarms.ts';

const mebibyte = 1024 * 1024;

it('a log that grows beyond 256 MiB is told of for as long as it is that large', () => {
  const alarms = createAlarms(() => 0);
  const look = (walBytes: number) => {
    raiseDiskAlarms(alarms, {
      state: 'ok',
      space: { freeBytes: 2 ** 40, totalBytes: 2 ** 41, freeFiles: null },
      limits: { stopBytes: 1, reserveBytes: 1, lowBytes: 1 },
      walBytes,
    });
    return alarms.list().map(({ code, text }) => [code, text]);
  };
  expect(look(256 * mebibyte)).toEqual([]);
  const told = 'queue.db-wal has grown to 300 MiB: another program probably keeps the database open.';
  expect(look(300 * mebibyte)).toEqual([['log_growing', told]]);
  expect(look(64 * mebibyte)).toEqual([]);
});
