// A rotation of the data key that is cut off by the end of the process: the old key opens everything, or the new one.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { hookline, serveOn } from '#test/main/headless/command-line.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

const command = (...args: string[]) => hookline(['--data', folder, ...args]);

test.each([
  // The first change of a life makes the first data key, or takes up the one there is.
  ['before_data_key_commit', 1],
  ['after_data_key_commit', 1],
])('killed %s, no key is lost and none is left half', async (point, hit) => {
  const first = await serveOn(folder);
  await fetch(`${first.ready.adminUrl}/api/integrations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${first.ready.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      draft: {
        name: 'Guarded',
        code: 'guard',
        trigger: {
          authentication: { kind: 'apiKeys', keys: [{ label: 'ERP', key: 'hk_known_to_the_test' }] },
        },
      },
    }),
  });
  await first.stop();

  const doomed = await serveOn(folder, [], { HOOKLINE_CRASH: `${point}:${hit}` });
  await fetch(`${doomed.ready.adminUrl}/api/data-key/rotate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${doomed.ready.adminToken}` },
  }).catch(() => undefined);
  await doomed.ended;

  const next = await serveOn(folder);
  const call = async (key: string) =>
    (await fetch(`${next.ready.webhookUrl}/guard/Guarded`, { method: 'POST', headers: { 'x-api-key': key } }))
      .status;
  expect([await call('hk_known_to_the_test'), await call('hk_another_one')]).toEqual([202, 401]);
  expect(await command('key', 'rotate')).toMatchObject({ status: 0 });
  expect(await call('hk_known_to_the_test')).toBe(202);
  await next.stop();
  expect(JSON.parse((await command('--json', 'key')).out)).toMatchObject({ kind: 'folder', isLost: false });
});
