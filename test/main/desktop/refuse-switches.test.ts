import { expect, test } from 'vitest';
import { refusedSwitch } from '#main/desktop/refuse-switches.ts';

const started = (isPackaged: boolean, ...switches: readonly string[]) =>
  refusedSwitch({ isPackaged, commandLine: { hasSwitch: (name) => switches.includes(name) } });

test.each([
  'remote-debugging-port',
  'inspect',
  'inspect-brk',
  'no-sandbox',
  'disable-web-security',
  'proxy-server',
])('an installed app does not start with --%s', (name) => {
  expect(started(true, 'lang', name)).toBe(name);
});

test('it starts with its own and harmless ones, and a developer may do as they like', () => {
  expect(started(true, 'data', 'hidden', 'lang', 'ozone-platform-hint')).toBe(null);
  expect(started(false, 'inspect', 'no-sandbox')).toBe(null);
});
