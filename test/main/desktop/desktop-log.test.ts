import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDesktopLog } from '#main/desktop/desktop-log.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await newFolder();
  path = join(folder, 'hookline.log');
});
afterEach(() => dropFolder(folder));

const tooLong = 'x'.repeat(11 * 1024 * 1024);

test('lines are JSON, so that no text of others can pass for one of ours', () => {
  openDesktopLog(folder).error('a line', { error: 'one\n{"level":30,"msg":"forged"}' });
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ name: 'hookline', msg: 'a line' });
});

test('a log that has grown long is turned over at a start, and one older file is kept', () => {
  writeFileSync(path, tooLong);
  openDesktopLog(folder).info('after');
  expect(statSync(`${path}.1`).size).toBe(tooLong.length);
  expect(readFileSync(path, 'utf8')).toContain('after');
});

test('a log that cannot be turned over is written on', () => {
  writeFileSync(path, tooLong);
  mkdirSync(`${path}.1`);
  writeFileSync(join(`${path}.1`, 'in the way'), '');
  openDesktopLog(folder).info('after');
  expect(readFileSync(path, 'utf8')).toContain('after');
});

test('a log that takes no byte, as on a full disk, stops nothing', async () => {
  symlinkSync('/dev/full', path);
  const log = openDesktopLog(folder);
  for (let line = 0; line < 100; line++) log.info('lost');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(statSync(path).size).toBe(0);
});

test('a log that cannot be opened stops nothing', () => {
  mkdirSync(path);
  expect(() => openDesktopLog(folder).info('said on standard error')).not.toThrow();
});
