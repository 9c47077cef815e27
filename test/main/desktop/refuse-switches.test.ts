import { expect, test } from 'vitest';
import { refusalOf } from '#main/desktop/refuse-switches.ts';

const started = (isPackaged: boolean, ...switches: readonly string[]) =>
  refusalOf({ isPackaged, commandLine: { hasSwitch: (name) => switches.includes(name) } }, false);

test.each([
  'remote-debugging-port',
  'inspect',
  'inspect-brk',
  'no-sandbox',
  'disable-web-security',
  'proxy-server',
])('an installed app does not start with --%s', (name) => {
  expect(started(true, 'lang', name)).toBe(`An installed Hookline does not start with --${name}.`);
});

test('it starts with its own and harmless ones, and a developer may do as they like', () => {
  expect(started(true, 'data', 'hidden', 'lang', 'ozone-platform-hint')).toBe(null);
  expect(started(false, 'inspect', 'no-sandbox')).toBe(null);
});

test('an AppImage that is started without its sandbox, where a system has none for it, says what to do', () => {
  const hasSwitch = (name: string) => name === 'no-sandbox';
  expect(refusalOf({ isPackaged: true, commandLine: { hasSwitch } }, true)).toMatch(
    /does not start with --no-sandbox\..* user namespaces.* deb or rpm .*sysctl/,
  );
});
