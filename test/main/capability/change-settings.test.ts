import { expect, test } from 'vitest';
import { changeSettings } from '#main/capability/change-settings.ts';
import { planSettings } from '#main/capability/settings-file.ts';
import { Settings } from '#shared/model/setting.ts';
import type { SettingsChange } from '#shared/model/settings-change.ts';

const usual = Settings.parse({});

const wrongIn = (change: SettingsChange, current = usual): string[] => {
  const changed = changeSettings(current, change);
  return changed.ok ? [] : (changed.problem.issues ?? []).map(({ path }) => path.join('.'));
};

test.each(['localhost', '0.0.0.0', '192.168.1.20', '::1', 'fe80::1%eth0', 'hooks.example.com', 'my_host'])(
  'HTTP listens on %s',
  (host) => {
    expect(wrongIn({ http: { host } })).toEqual([]);
  },
);

test.each(['999.1.1.1', '127.0.0', 'http://localhost', 'my host', '-a', 'a..b', '*', ' '])(
  '%s is nothing to listen on',
  (host) => {
    expect(wrongIn({ http: { host } })).toEqual(['http.host']);
    expect(wrongIn({ https: { host } })).toEqual(['https.host']);
  },
);

test('HTTP and HTTPS have a port each, where they listen on the same address', () => {
  const both = (http: object, https: object) =>
    wrongIn({ http: { port: 8080, ...http }, https: { on: true, port: 8080, ...https } });
  expect(both({}, {})).toEqual(['https.port']);
  expect(both({ host: '0.0.0.0' }, { host: '192.168.1.20' })).toEqual(['https.port']);
  expect(both({ host: '192.168.1.21' }, { host: '192.168.1.20' })).toEqual([]);
  expect(both({ port: 0 }, { port: 0 })).toEqual([]);
  expect(both({}, { on: false })).toEqual([]);
});

test.each(['https://hooks.example.com/?a=1', 'https://hooks.example.com/#top', 'https://hooks.example.com?'])(
  'nothing can be put after %s',
  (publicBaseUrl) => {
    expect(wrongIn({ publicBaseUrl })).toEqual(['publicBaseUrl']);
  },
);

test('what was saved before stands in the way of nothing but itself', () => {
  const current: Settings = { ...usual, publicBaseUrl: 'https://hooks.example.com/?a=1' };
  expect(wrongIn({ retention: { days: 7 } }, current)).toEqual([]);
  expect(wrongIn({ publicBaseUrl: 'https://hooks.example.com/?b=1' }, current)).toEqual(['publicBaseUrl']);
  expect(planSettings({}, current).problems).toEqual([]);
});

test('a file is told the same, with the place in it', () => {
  const { problems } = planSettings({ http: { host: '*' } }, usual);
  expect(problems.map(({ path }) => path)).toEqual(['settings.http.host']);
});
