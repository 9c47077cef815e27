import type { RunPool } from '#main/run/pool.ts';
import type { Step } from '#shared/model/step.ts';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { z } from 'zod';
import { conditionsWith, resultOf, run, startPool } from './run-workflow.ts';

type WriteFile = Omit<Extract<z.input<typeof Step>, { kind: 'writeFile' }>, 'kind' | 'name'>;

let base: string;
let out: string;
let pool: RunPool;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'hookline-files-'));
  out = join(base, 'out');
  mkdirSync(join(out, 'orders'), { recursive: true });
  mkdirSync(join(base, 'secret'));
  pool = startPool({ size: 1, conditions: conditionsWith({}, { folders: [out] }) });
});
afterEach(async () => {
  await pool.close();
  rmSync(base, { recursive: true, force: true });
});

const write = (given: Partial<WriteFile>, body: unknown = null) =>
  run(
    pool,
    [{ name: 'keep', kind: 'writeFile', folder: out, file: 'a.json', body: { from: 'body' }, ...given }],
    {
      body: JSON.stringify(body),
    },
  );

test('a file is written whole, and nothing else is left in the folder', async () => {
  const outcome = await write({ folder: join(out, 'orders'), file: 'order-{{ body.id }}.json' }, { id: 7 });
  const path = join(out, 'orders', 'order-7.json');
  expect(resultOf(outcome)).toEqual({ path, bytes: 8 });
  expect(readFileSync(path, 'utf8')).toBe('{"id":7}');
  expect(readdirSync(join(out, 'orders'))).toEqual(['order-7.json']);
});

test('a file that is there is kept, replaced or added to, as the step says', async () => {
  const mode = (name: 'create' | 'replace' | 'append', body: string) =>
    write({ file: 'a.txt', mode: name, body });
  expect((await mode('create', 'one')).problem).toBe(null);
  expect((await mode('create', 'two')).problem?.reason).toMatch(/a\.txt is there already/);
  expect(readFileSync(join(out, 'a.txt'), 'utf8')).toBe('one');
  await mode('append', ', two');
  expect(readFileSync(join(out, 'a.txt'), 'utf8')).toBe('one, two');
  await mode('replace', 'three');
  expect(readFileSync(join(out, 'a.txt'), 'utf8')).toBe('three');
  expect(readdirSync(out)).toEqual(['a.txt', 'orders']);
});

test.each([
  '../a',
  '/etc/a',
  'orders/a',
  String.raw`..\a`,
  '..',
  '.',
  '',
  'a.',
  'a ',
  'CON',
  'nul.txt',
  'com1.csv',
  'a:b',
  'a\u0000b',
])('%j is no name of a file', async (file) => {
  const outcome = await write({ file: { from: 'body.file' } }, { file });
  expect(outcome.problem?.reason).toMatch(/is no name of a file/);
  expect(readdirSync(out)).toEqual(['orders']);
});

test('nothing is written where the operator did not allow it, by a link neither', async () => {
  symlinkSync(join(base, 'secret'), join(out, 'link'));
  for (const folder of [join(base, 'secret'), `${out}/../secret`, join(out, 'link'), `${out}side`]) {
    const outcome = await write({ folder });
    expect([folder, outcome.problem?.code]).toEqual([folder, 'folder_forbidden']);
  }
  expect(readdirSync(join(base, 'secret'))).toEqual([]);
});

test('a link that has the name of the file is replaced and not followed', async () => {
  const target = join(base, 'secret', 'kept');
  writeFileSync(target, 'kept');
  symlinkSync(target, join(out, 'a.txt'));
  expect((await write({ file: 'a.txt', mode: 'append', body: 'x' })).state).toBe('failed');
  expect((await write({ file: 'a.txt', mode: 'create', body: 'x' })).state).toBe('failed');
  expect((await write({ file: 'a.txt', mode: 'replace', body: 'x' })).state).toBe('succeeded');
  expect(readFileSync(target, 'utf8')).toBe('kept');
  expect(readFileSync(join(out, 'a.txt'), 'utf8')).toBe('x');
});
