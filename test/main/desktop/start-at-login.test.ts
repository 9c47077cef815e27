import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startAtLogin } from '#main/desktop/start-at-login.ts';
import { commandLineOf, LoginItems } from '#test/desktop/double/login-item.ts';

const items = vi.hoisted(() => ({ now: undefined as LoginItems | undefined }));
vi.mock('electron', () => ({
  app: {
    isPackaged: true,
    setLoginItemSettings: (settings: Electron.Settings) => items.now?.set(settings),
    getLoginItemSettings: (options: Electron.LoginItemSettingsOptions) => items.now?.get(options),
  },
}));

const { execPath } = process;
beforeAll(() => void (process.execPath = String.raw`C:\Program Files\Hookline\Hookline.exe`));
afterAll(() => void (process.execPath = execPath));

const name = 'dev.hookline.desktop';
const usual = String.raw`C:\Users\me\AppData\Roaming\Hookline`;
const other = String.raw`D:\Calls of "mine"` + '\\';

/** The computer of somebody, and what Windows starts there when they sign in. */
function windows() {
  const own = (items.now = new LoginItems());
  return { own, started: () => own.names().map((one) => own.startOf(one)) };
}

test('Windows starts the app with the arguments that it was told', () => {
  const { started } = windows();
  const login = startAtLogin(usual, usual, 'win32');
  login.set(true, true);
  expect(started()).toEqual([['--hidden']]);
  login.set(true, false);
  expect(started()).toEqual([[]]);
  login.set(false, false);
  expect(started()).toEqual([]);
});

test('an app of another folder is started with that folder, whatever stands in its name', () => {
  const { started } = windows();
  startAtLogin(other, usual, 'win32').set(true, true);
  expect(started()).toEqual([[`--data=${other}`, '--hidden']]);
});

test('arguments that an earlier version wrote with quotes in them are written anew, and what is off stays off', () => {
  const { own, started } = windows();
  const command = commandLineOf([process.execPath, '"--hidden"']);
  const login = startAtLogin(usual, usual, 'win32');
  login.renew(true);
  expect(started()).toEqual([]);
  own.put(name, { command, approval: null });
  expect(started()).toEqual([['"--hidden"']]);
  login.renew(true);
  expect(started()).toEqual([['--hidden']]);
  own.put(name, { command, approval: 3 });
  login.renew(true);
  expect(started()).toEqual([null]);
  // Windows counts it as on, Electron does not.
  own.put(name, { command, approval: 6 });
  login.renew(true);
  expect(started()).toEqual([['"--hidden"']]);
});
