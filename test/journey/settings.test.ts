// Settings that several people change at the same time.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOf } from '#shared/contract/failure.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startRuntime, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
beforeAll(async () => {
  at = await startRuntime(await newFolder());
});
afterAll(async () => {
  await at.stop();
  await dropFolder(at.folder);
});

const failed = (saved: Promise<unknown>) => saved.then(() => expect.unreachable(), failureOf);

test('two people who change different settings at once both have theirs', async () => {
  const { host } = at.client;
  const before = await host.settings();
  const [, last] = await Promise.all([
    host.changeSettings({ change: { network: { privateDestinations: false } }, from: before }),
    host.changeSettings({ change: { retention: { days: 7 } }, from: before }),
  ]);
  expect(last).toEqual({
    ...before,
    network: { ...before.network, privateDestinations: false },
    retention: { ...before.retention, days: 7 },
  });
});

test('a setting that is not what its change was made from stays, and the field is named', async () => {
  const { host } = at.client;
  const hiddenHeaders = ['x-session'];
  await host.changeSettings({ change: { retention: { days: 8 }, hiddenHeaders } });
  const { code, issues } = await failed(
    host.changeSettings({
      change: { retention: { days: 9 }, showKeysOnce: true },
      from: { retention: { days: 7 }, showKeysOnce: false },
    }),
  );
  expect({ code, issues }).toEqual({
    code: 'settings_stale',
    issues: [{ path: ['retention', 'days'], message: 'It was changed meanwhile.' }],
  });
  expect(await host.settings()).toMatchObject({ retention: { days: 8 }, showKeysOnce: false, hiddenHeaders });
});

test('who wants what somebody else has set meanwhile has it', async () => {
  const { host } = at.client;
  await host.changeSettings({ change: { retention: { days: 10 } } });
  const again = { change: { retention: { days: 10 } }, from: { retention: { days: 8 } } };
  expect((await host.changeSettings(again)).retention.days).toBe(10);
});

test('a change after which the settings are not valid as a whole is refused at its field', async () => {
  const change = { https: { clientCertificates: 'require' as const } };
  expect(await failed(at.client.host.changeSettings({ change }))).toMatchObject({
    code: 'input_invalid',
    path: 'https.clientAuthorities',
  });
});

test('settings that are saved as a whole are judged as a change of them is', async () => {
  const { host } = at.client;
  const before = await host.settings();
  const wrong = { ...before, publicBaseUrl: 'https://hooks.example.com/?from=here' };
  expect(await failed(host.saveSettings(wrong))).toMatchObject({
    code: 'input_invalid',
    path: 'publicBaseUrl',
  });
  expect(await host.settings()).toEqual(before);
  const next = { ...before, hiddenHeaders: ['x-whole'] };
  expect(await host.saveSettings(next)).toEqual(next);
});
