// Calls are received in the desktop app's main process: no question that waits there may stand in their way.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = 'src-main/desktop';
const files = readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')] as const);
const naming = (what: RegExp): string[] => files.filter(([, text]) => what.test(text)).map(([name]) => name);

it('asks and tells in one room alone, each time in a window that shows', () => {
  expect(naming(/\bdialog\b/)).toEqual(['asker.ts', 'last-word.ts']);
  const asker = files.find(([name]) => name === 'asker.ts')?.[1] ?? '';
  const calls = [...asker.matchAll(/dialog\.(\w+)\((\w+)/g)].map(([, name, first]) => [name, first]);
  expect(calls).toEqual([
    ['showMessageBox', 'window'],
    ['showOpenDialog', 'window'],
  ]);
});

it('stops everything only before calls are received, and after', () => {
  expect(naming(/showMessageBoxSync|showErrorBox/)).toEqual(['last-word.ts']);
  expect(naming(/from '\.\/last-word\.ts'/)).toEqual(['main.ts', 'restart.ts', 'start-runtime.ts']);
});
