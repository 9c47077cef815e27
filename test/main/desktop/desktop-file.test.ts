import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDesktopFile } from '#main/desktop/desktop-file.ts';
import { DesktopPreferences } from '#shared/model/desktop.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

const first = { window: null, preferences: DesktopPreferences.parse({}), hasToldOfServing: false };

test('what the app remembers is there at the next start', () => {
  const window = { x: 1, y: 2, width: 800, height: 600, isMaximized: true };
  expect(openDesktopFile(folder).get()).toEqual(first);
  openDesktopFile(folder).set({ window });
  openDesktopFile(folder).set({ hasToldOfServing: true });
  expect(openDesktopFile(folder).get()).toEqual({ ...first, window, hasToldOfServing: true });
});

test.each(['', '{', 'null', '[]', '7', '{"window":{"x":"left"},"preferences":{"startAtLogin":"yes"}}'])(
  'a file that says %j is as none',
  async (text) => {
    await writeFile(join(folder, 'desktop.json'), text);
    expect(openDesktopFile(folder).get()).toEqual(first);
  },
);

test('a fault in one part leaves the others', async () => {
  const preferences = { ...first.preferences, keepServing: false };
  await writeFile(join(folder, 'desktop.json'), JSON.stringify({ window: 'wide', preferences }));
  const file = openDesktopFile(folder);
  expect(file.get()).toEqual({ ...first, preferences });
  file.set({ hasToldOfServing: true });
  expect(JSON.parse(await readFile(join(folder, 'desktop.json'), 'utf8'))).toEqual({
    ...first,
    preferences,
    hasToldOfServing: true,
  });
});

test('what nobody waits for is so until the end where it cannot be written', async () => {
  const file = openDesktopFile(join(folder, 'gone'));
  expect(() => file.set({ hasToldOfServing: true })).toThrow('ENOENT');
  expect(file.get().hasToldOfServing).toBe(false);
  file.note({ hasToldOfServing: true });
  expect(file.get().hasToldOfServing).toBe(true);
});
