// The shims are tested themselves: a crash test under a shim that sees nothing would pass for ever.
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { createRandom, seedOf } from '#test/support/random.ts';
import type { Act } from './act.ts';
import { canPreload, preload } from './build-shim.ts';
import { losePower, watchEnvironment, type Loss, type Watched } from './lose-power.ts';

const seed = seedOf();
console.info(`SEED=${seed}`);
const random = createRandom(seed);

let root: string;
let watched: Watched;
beforeEach(async () => {
  root = await newFolder();
  watched = { folder: join(root, 'data'), journal: join(root, 'journal'), kept: join(root, 'kept') };
  fs.mkdirSync(watched.folder);
  fs.mkdirSync(watched.kept);
});
afterEach(() => dropFolder(root));

const at = (name: string) => join(watched.folder, name);
const contentOf = (name: string) => (fs.existsSync(at(name)) ? fs.readFileSync(at(name), 'utf8') : null);

function act(environment: Record<string, string>, acts: readonly Act[]): string {
  const script = new URL('./act.ts', import.meta.url).pathname;
  const env = { ...process.env, ...environment };
  const { signal, stderr } = spawnSync(process.execPath, [script, JSON.stringify(acts)], {
    env,
    encoding: 'utf8',
  });
  return signal === 'SIGKILL' ? '' : stderr;
}

function actAndLose(loss: Loss, ...acts: Act[]): void {
  expect(act({ ...preload(['power-loss']), ...watchEnvironment(watched) }, acts)).toBe('');
  losePower(watched, loss, random);
}

describe.runIf(canPreload)('a power loss', () => {
  it('takes what was written and not synced', () => {
    fs.writeFileSync(at('a'), 'old');
    actAndLose('all', ['append', at('a'), ' and new'], ['write', at('b'), 'new']);
    expect(contentOf('a')).toBe('old');
    expect(contentOf('b')).toBe(null);
  });

  it('leaves what was synced, and takes what was written after that', () => {
    fs.writeFileSync(at('a'), 'old');
    actAndLose('all', ['append', at('a'), ' kept'], ['sync', at('a')], ['append', at('a'), ' lost']);
    expect(contentOf('a')).toBe('old kept');
  });

  it('brings back what was cut off or written over', () => {
    fs.writeFileSync(at('a'), 'one two');
    fs.writeFileSync(at('b'), 'one two');
    actAndLose('all', ['truncate', at('a'), 3], ['write', at('b'), 'three']);
    expect(contentOf('a')).toBe('one two');
    expect(contentOf('b')).toBe('one two');
  });

  it('takes a new file whose folder was not synced, its bytes synced or not', () => {
    actAndLose('all', ['write', at('a'), 'new'], ['sync', at('a')]);
    expect(contentOf('a')).toBe(null);
  });

  it('leaves a new file whose folder was synced', () => {
    actAndLose('all', ['write', at('a'), 'new'], ['sync', at('a')], ['sync', watched.folder]);
    expect(contentOf('a')).toBe('new');
  });

  it('undoes a renaming whose folder was not synced, and brings back what it replaced', () => {
    fs.writeFileSync(at('a'), 'new');
    fs.writeFileSync(at('b'), 'old');
    actAndLose('all', ['rename', at('a'), at('b')]);
    expect(contentOf('a')).toBe('new');
    expect(contentOf('b')).toBe('old');
  });

  it('leaves a renaming whose folder was synced', () => {
    fs.writeFileSync(at('a'), 'new');
    actAndLose('all', ['rename', at('a'), at('b')], ['sync', watched.folder]);
    expect(contentOf('a')).toBe(null);
    expect(contentOf('b')).toBe('new');
  });

  it('brings back a file whose removal was not synced', () => {
    fs.writeFileSync(at('a'), 'old');
    fs.writeFileSync(at('b'), 'old');
    actAndLose('all', ['unlink', at('a')], ['sync', watched.folder], ['unlink', at('b')]);
    expect(contentOf('a')).toBe(null);
    expect(contentOf('b')).toBe('old');
  });

  it('takes a folder that was not synced into the one above it, with all that is in it', () => {
    actAndLose(
      'all',
      ['mkdir', at('in')],
      ['write', at('in/a'), 'new'],
      ['sync', at('in/a')],
      ['sync', at('in')],
    );
    expect(fs.existsSync(at('in'))).toBe(false);
  });

  it('tears a write at a sector', () => {
    fs.writeFileSync(at('a'), '');
    actAndLose('torn', ['append', at('a'), 'x'.repeat(5_000)]);
    const { size } = fs.statSync(at('a'));
    expect(size === 5_000 || size % 512 === 0).toBe(true);
  });

  it('takes some of many writes and leaves the others where it is random', () => {
    const files = Array.from({ length: 64 }, (_, number) => `f${number}`);
    for (const file of files) fs.writeFileSync(at(file), 'old');
    actAndLose('rand', ...files.map((file): Act => ['append', at(file), '+']));
    const survived = files.filter((file) => contentOf(file) === 'old+').length;
    expect(survived).toBeGreaterThan(0);
    expect(survived).toBeLessThan(64);
    expect(files.every((file) => ['old', 'old+'].includes(contentOf(file)!))).toBe(true);
  });

  it.each([
    ['NORMAL', []],
    ['FULL', ['word']],
  ] as const)('leaves of a commit with synchronous=%s: %j', (synchronous, left) => {
    // The first commit makes the files and is synced into the folder.
    actAndLose('all', ['commit', at('db'), 'FULL', 'first'], ['sync', watched.folder]);
    actAndLose('all', ['commit', at('db'), synchronous, 'word']);
    const db = new Database(at('db'));
    expect(db.prepare(`SELECT word FROM words WHERE word <> 'first'`).pluck().all()).toEqual(left);
    db.close();
  });
});

describe.runIf(canPreload)('a bad disk', () => {
  const fail = (fault: Record<string, string>, ...acts: Act[]): string => {
    const mark = join(root, 'mark');
    const error = act({ ...preload(['fault']), FAULT_DIR: watched.folder, FAULT_MARK: mark, ...fault }, acts);
    expect(fs.existsSync(mark)).toBe(true);
    return error;
  };

  it('fails the sync that it is told to', () => {
    const acts: Act[] = [
      ['write', at('a'), '1'],
      ['sync', at('a')],
      ['write', at('b'), '2'],
      ['sync', at('b')],
    ];
    expect(fail({ FAULT_OP: 'sync', FAULT_AT: '2', FAULT_HOW: 'EIO' }, ...acts)).toContain('EIO');
    expect(contentOf('b')).toBe('2');
  });

  it('has no space from some write on', () => {
    const fault = { FAULT_OP: 'write', FAULT_AT: '2', FAULT_HOW: 'ENOSPC', FAULT_AGAIN: '1' };
    expect(fail(fault, ['write', at('a'), '1'], ['write', at('b'), '2'])).toContain('ENOSPC');
    expect(contentOf('a')).toBe('1');
    expect(contentOf('b')).toBe('');
  });

  it('takes less of a write than it was given', () => {
    expect(
      fail({ FAULT_OP: 'write', FAULT_AT: '1', FAULT_HOW: 'short' }, ['append', at('a'), '12345678']),
    ).toBe('');
    // Node gives it the rest.
    expect(contentOf('a')).toBe('12345678');
  });

  it('ends the process in the middle', () => {
    const acts: Act[] = [
      ['write', at('a'), '1'],
      ['write', at('b'), '2'],
    ];
    expect(fail({ FAULT_OP: 'write', FAULT_AT: '2', FAULT_HOW: 'kill' }, ...acts)).toBe('');
    expect(contentOf('b')).toBe('');
  });

  it('strikes only in the file that it is told to', () => {
    const fault = { FAULT_OP: 'write', FAULT_AT: '1', FAULT_HOW: 'EIO', FAULT_FILE: '/b' };
    expect(fail(fault, ['write', at('a'), '1'], ['write', at('b'), '2'])).toContain('EIO');
    expect(contentOf('a')).toBe('1');
  });
});

describe.runIf(canPreload)('a wall clock that is moved', () => {
  it('is what the process sees', () => {
    const file = join(root, 'clock');
    fs.writeFileSync(file, Buffer.from(new BigInt64Array([-86_400_000n]).buffer));
    const env = { ...process.env, ...preload(['clock']), CLOCK_FILE: file };
    const { stdout } = spawnSync(process.execPath, ['-p', 'Date.now()'], { env, encoding: 'utf8' });
    const behindHours = (Date.now() - Number(stdout)) / 3_600_000;
    expect(Math.round(behindHours)).toBe(24);
  });
});
