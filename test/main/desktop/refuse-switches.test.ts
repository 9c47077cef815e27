import { expect, test } from 'vitest';
import { refusalOf } from '#main/desktop/refuse-switches.ts';

const commandLine = (...switches: readonly string[]) => ({
  hasSwitch: (name: string) => switches.some((given) => given.split('=')[0] === name),
  getSwitchValue: (name: string) =>
    switches.find((given) => given.startsWith(`${name}=`))?.split('=')[1] ?? '',
});
const started = (isPackaged: boolean, ...switches: readonly string[]) =>
  refusalOf({ isPackaged, commandLine: commandLine(...switches) }, false);

test.each([
  'remote-debugging-port',
  'inspect',
  'inspect-brk',
  'no-sandbox',
  'disable-web-security',
  'proxy-server',
  'proxy-pac-url',
  'browser-subprocess-path',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'ssl-key-log-file',
  'log-net-log',
  'use-mock-keychain',
  'single-process',
  'disable-gpu-sandbox',
  'disable-namespace-sandbox',
  'disable-seccomp-filter-sandbox',
])('an installed app does not start with --%s', (name) => {
  expect(started(true, 'lang', name)).toBe(`An installed Hookline does not start with --${name}.`);
});

test('it starts with the keychain that somebody names, and not with one that protects nothing', () => {
  expect(started(true, 'password-store=gnome-libsecret')).toBe(null);
  expect(started(true, 'password-store=basic')).toBe(
    'An installed Hookline does not start with --password-store=basic.',
  );
});

test('it starts with its own and harmless ones, and a developer may do as they like', () => {
  expect(started(true, 'data', 'hidden', 'lang', 'ozone-platform-hint')).toBe(null);
  expect(started(false, 'inspect', 'no-sandbox')).toBe(null);
});

test('an AppImage that is started without its sandbox, where a system has none for it, says what to do', () => {
  expect(refusalOf({ isPackaged: true, commandLine: commandLine('no-sandbox') }, true)).toMatch(
    /does not start with --no-sandbox\..* user namespaces.* deb or rpm .*sysctl/,
  );
});
