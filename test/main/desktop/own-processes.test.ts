import { environmentOf } from '#main/desktop/own-processes.ts';
import { expect, test, vi } from 'vitest';

vi.mock('electron', () => ({ utilityProcess: {} }));

test('a process of Windows knows where temporary files go, and nothing else of the app', () => {
  const windows = {
    SystemRoot: String.raw`C:\Windows`,
    TEMP: String.raw`C:\Users\me\Temp`,
    TMP: String.raw`C:\Users\me\Tmp`,
  };
  expect(environmentOf('win32', { ...windows, PATH: 'x', HOOKLINE_DATA: 'y' })).toEqual({
    HOOKLINE: 'database',
    ...windows,
  });
  expect(environmentOf('linux', { TEMP: '/elsewhere', PATH: 'x' })).toEqual({ HOOKLINE: 'database' });
});
