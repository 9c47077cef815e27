import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { appearWhenReady } from '#main/desktop/first-appearance.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A window that is hidden; what is done to it, in its order. */
function hidden(isMaximized: boolean, platform: NodeJS.Platform) {
  const done: string[] = [];
  const webContents = new EventEmitter();
  const window = Object.assign(new EventEmitter(), {
    webContents,
    maximize: () => void done.push('maximized'),
    show: () => void done.push('shown'),
  });
  return { window, done, ...appearWhenReady(window as unknown as BrowserWindow, isMaximized, platform) };
}

test('a window shows once it is ready, as large as it was left and no sooner', () => {
  const { window, done, hasAppeared } = hidden(true, 'win32');
  window.webContents.emit('did-finish-load');
  expect([done, hasAppeared()]).toEqual([[], false]);
  window.emit('ready-to-show');
  expect([done, hasAppeared()]).toEqual([['maximized', 'shown'], true]);
  vi.runAllTimers();
  expect(done).toEqual(['maximized', 'shown']);
});

test('where nothing is painted before a window shows, it shows with its page, or after a while without', () => {
  const loaded = hidden(false, 'linux');
  loaded.window.webContents.emit('did-finish-load');
  expect(loaded.done).toEqual(['shown']);
  const late = hidden(false, 'linux');
  vi.runAllTimers();
  expect(late.done).toEqual(['shown']);
  late.window.emit('ready-to-show');
  expect(late.done).toEqual(['shown']);
});

test('a window that somebody asks for before shows at once; one that has gone, never', () => {
  const asked = hidden(true, 'darwin');
  asked.appear();
  expect(asked.done).toEqual(['maximized', 'shown']);
  const gone = hidden(false, 'darwin');
  gone.window.emit('closed');
  vi.runAllTimers();
  expect(gone.done).toEqual([]);
});
