import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isFresh } from '#scripts/freshness.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hookline-build-'));
  mkdirSync(join(root, 'src-main'));
  writeFileSync(join(root, 'electron.vite.config.ts'), '');
  writeFileSync(join(root, 'src-main', 'main.ts'), 'one');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A process that builds where needed; its build notes that it began, and takes its time. */
function startBuilder(buildMs: number) {
  const script = `
    import { appendFileSync } from 'node:fs';
    import { buildOnce } from ${JSON.stringify(import.meta.resolve('#scripts/build-once.js'))};
    const root = ${JSON.stringify(root)};
    await buildOnce({
      root,
      say: (line) => console.error(line),
      build: async () => {
        appendFileSync(root + '/builds', 'x');
        await new Promise((resolve) => setTimeout(resolve, ${buildMs}));
      },
    });`;
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function build(buildMs = 0): Promise<number | null> {
  const builder = startBuilder(buildMs);
  builder.stderr.resume();
  const [code] = (await once(builder, 'close')) as [number | null];
  return code;
}

const builds = () => readFileSync(join(root, 'builds'), 'utf8').length;

it('a first command builds, the next finds its build fresh', async () => {
  expect(isFresh(root)).toBe(false);
  expect(await build()).toBe(0);
  expect(isFresh(root)).toBe(true);
  expect(await build()).toBe(0);
  expect(builds()).toBe(1);
});

it('a written, an added and a removed source make a build stale', async () => {
  await build();
  utimesSync(join(root, 'src-main', 'main.ts'), 1, 1);
  expect(isFresh(root)).toBe(false);
  await build();
  writeFileSync(join(root, 'src-main', 'more.ts'), '');
  expect(isFresh(root)).toBe(false);
  await build();
  rmSync(join(root, 'src-main', 'more.ts'));
  expect(isFresh(root)).toBe(false);
});

it('of commands that start at once, one builds and the others wait for it', async () => {
  expect(await Promise.all([build(500), build(500), build(500)])).toEqual([0, 0, 0]);
  expect(builds()).toBe(1);
});

it('a build that is cut off leaves neither a lock nor a build that passes for whole', async () => {
  const cutOff = startBuilder(60_000);
  await once(cutOff.stderr, 'data');
  while (readCount() === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  cutOff.kill('SIGKILL');
  await once(cutOff, 'close');
  expect(isFresh(root)).toBe(false);
  expect(await build()).toBe(0);
  expect(builds()).toBe(2);
});

function readCount(): number {
  try {
    return builds();
  } catch {
    return 0;
  }
}

it('a folder without sources, as an installed package has it, is never built', () => {
  rmSync(join(root, 'electron.vite.config.ts'));
  expect(isFresh(root)).toBe(true);
});
