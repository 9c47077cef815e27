import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDiskWatch, limitsOf, nextState, type DiskPicture } from '#main/store/disk-watch.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { until } from '#test/support/runtime.ts';

const mebibyte = 1024 * 1024;
const unset = { stopBytes: null, reserveBytes: null };
const space = (freeBytes: number, totalBytes: number, freeFiles: number | null = null) => ({
  freeBytes,
  totalBytes,
  freeFiles,
});

describe('the limits of a volume', () => {
  it('are those of the settings, else the smaller of a number and a share', () => {
    expect(limitsOf(unset, space(0, 1_000 * mebibyte))).toMatchObject({
      stopBytes: 50 * mebibyte,
      reserveBytes: 10 * mebibyte,
    });
    expect(limitsOf(unset, space(0, 1_000_000 * mebibyte))).toMatchObject({
      stopBytes: 256 * mebibyte,
      reserveBytes: 64 * mebibyte,
      lowBytes: 50_000 * mebibyte,
    });
    const set = { stopBytes: 7 * mebibyte, reserveBytes: 3 * mebibyte };
    expect(limitsOf(set, space(0, 1_000_000 * mebibyte))).toMatchObject(set);
  });

  it('close the door below the stop and open it at twice as much', () => {
    const limits = { stopBytes: 100, reserveBytes: 10, lowBytes: 500 };
    const walk = [600, 400, 100, 99, 199, 200, 150, 500].map((free) => space(free, 1_000));
    let state: DiskPicture['state'] = 'ok';
    expect(walk.map((at) => (state = nextState(state, at, limits)))).toEqual([
      'ok',
      'low',
      'low',
      'full',
      'full',
      'low',
      'low',
      'ok',
    ]);
  });

  it('hold for names as for bytes', () => {
    const limits = { stopBytes: 100, reserveBytes: 10, lowBytes: 500 };
    expect(nextState('ok', space(900, 1_000, 3), limits)).toBe('full');
    expect(nextState('full', space(900, 1_000, 20), limits)).toBe('full');
    expect(nextState('full', space(900, 1_000, 40), limits)).toBe('ok');
  });
});

describe('the watch on a folder', () => {
  let home: string;
  let folder: string;
  beforeEach(async () => {
    home = await newFolder();
    folder = join(home, 'data');
    await mkdir(folder);
    for (const name of ['queue.db', 'config.db']) await writeFile(join(folder, name), 'x');
  });
  afterEach(() => dropFolder(home));

  const watch = (stopBytes: number) => {
    const seen = { pictures: [] as DiskPicture[], gone: [] as string[], faults: [] as unknown[] };
    const disk = createDiskWatch({
      folder,
      settings: () => ({ stopBytes, reserveBytes: mebibyte }),
      onLook: (picture) => seen.pictures.push(picture),
      onGone: ({ message }) => seen.gone.push(message),
      report: (_what, error) => seen.faults.push(error),
      everyMs: 10,
    });
    return { disk, seen };
  };
  const reserve = () => stat(join(folder, 'reserve.bin')).catch(() => null);

  it('keeps a reserve of real bytes and gives it up when the disk is full', async () => {
    const roomy = watch(mebibyte);
    const kept = await until(reserve, (found) => found?.size === mebibyte);
    expect(kept!.blocks * 512).toBeGreaterThanOrEqual(mebibyte);
    await roomy.disk.close();

    const full = watch(2 ** 50);
    await full.disk.check();
    expect([full.disk.isFull(), await reserve()]).toEqual([true, null]);
    await full.disk.close();
    expect([...roomy.seen.faults, ...full.seen.faults]).toEqual([]);
  });

  it('is full as soon as a write found no room, whatever the volume says', async () => {
    const { disk } = watch(mebibyte);
    disk.sawFull();
    expect(disk.isFull()).toBe(true);
    await until(disk.isFull, (isFull) => !isFull);
    await disk.close();
  });

  it('tells that the folder was replaced by another one of that name', async () => {
    const { disk, seen } = watch(mebibyte);
    await disk.follow();
    await disk.check();
    expect(seen.gone).toEqual([]);
    await rename(folder, join(home, 'elsewhere'));
    await mkdir(folder);
    const [why] = await until(
      () => seen.gone,
      (gone) => gone.length > 0,
    );
    expect(why).toBe(`${folder} was replaced while in use.`);
    await disk.close();
  });
});
