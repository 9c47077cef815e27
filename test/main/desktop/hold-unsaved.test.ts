import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import { holdUnsaved } from '#main/desktop/hold-unsaved.ts';

test('whoever agreed to another load, which then was cancelled, is asked again before the page goes', async () => {
  const contents = Object.assign(new EventEmitter(), { reload: () => void reloads++ });
  const window = Object.assign(new EventEmitter(), { webContents: contents, isDestroyed: () => false });
  let reloads = 0;
  let asked = 0;
  holdUnsaved(window as unknown as BrowserWindow, {
    ask: () => {
      asked++;
      return Promise.resolve('leave' as never);
    },
  });
  /** Whether the page that holds something is left. */
  const leave = (): boolean => {
    let isLeft = false;
    contents.emit('will-prevent-unload', { preventDefault: () => (isLeft = true) });
    return isLeft;
  };
  expect(leave()).toBe(false);
  await expect.poll(() => reloads).toBe(1);
  expect(leave()).toBe(true);
  // What was on its way is stopped: no other document comes.
  expect(leave()).toBe(false);
  expect(asked).toBe(2);
});
