import { existsSync, readlinkSync, symlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beFirstInstance } from '#main/desktop/first-instance.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';

let folder: string;
let link: string;
beforeEach(async () => {
  folder = await newFolder();
  link = join(folder, 'SingletonLock');
});
afterEach(() => dropFolder(folder));

/** As Chromium asks for it, which leaves a lock alone that names another computer. */
function request(): boolean {
  if (existsSync(folder) && linkOf() !== null) return false;
  symlinkSync(`${hostname()}-${process.pid}`, link);
  return true;
}
function linkOf(): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}

test.skipIf(process.platform === 'win32')(
  'a lock that another computer left, or this one under another name, is taken over',
  () => {
    symlinkSync('my-old-name-4711', link);
    expect(beFirstInstance(request, folder)).toBe('ours');
    expect(linkOf()).toBe(`${hostname()}-${process.pid}`);
  },
);

test.skipIf(process.platform === 'win32')('a lock of a process that runs here is left to it', () => {
  symlinkSync(`${hostname()}-${process.pid}`, link);
  expect(beFirstInstance(request, folder)).toBe('told');
  expect(linkOf()).toBe(`${hostname()}-${process.pid}`);
});

test('a lock that cannot be taken is said, with what to do', () => {
  const refused = beFirstInstance(() => false, folder, 'linux');
  expect(refused).toMatchObject({
    message: expect.stringMatching(/cannot be taken: .*SingletonLock.*delete/),
  });
});

test('where locks are none of the disk, the one that has it was told', () => {
  expect(beFirstInstance(() => false, folder, 'win32')).toBe('told');
});
