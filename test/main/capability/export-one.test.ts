import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
beforeEach(async () => {
  at = await startRuntime(await newFolder(), { drainMs: 100 });
});
afterEach(async () => {
  await at.stop();
  await dropFolder(at.folder);
});

const key = 'hk_a-key-that-is-long-enough-for-a-test';

test('one integration is exported with the consumers it lets in, without any secret, and applied again it is the same', async () => {
  await at.client.installation.apply({
    file: {
      hookline: 1,
      consumers: [
        { label: 'Shop', key },
        { label: 'Other', key: `${key}-2` },
      ],
    },
  });
  const consumers = await at.client.consumers.list();
  const shop = consumers.find(({ label }) => label === 'Shop');
  const kept = {
    authentication: { kind: 'apiKeys' as const, keys: [{ label: 'ERP' }], consumers: [shop?.id ?? ''] },
  };
  const { integration } = await create(at, draft('Carried', kept, { dataProcessing: 'body.id' }));
  await create(at, draft('Beside'));

  const file = await at.client.installation.exportOne({ id: integration.id });
  expect(file.integrations.map(({ name }) => name)).toEqual(['Carried']);
  expect(file.consumers?.map(({ label }) => label)).toEqual(['Shop']);
  expect(file).not.toHaveProperty('settings');
  expect(JSON.stringify(file)).not.toContain(key);
  const applied = await at.client.installation.apply({ file, dryRun: true });
  expect([...applied.changes, ...applied.consumers].map(({ action }) => action)).toEqual(['keep', 'keep']);
});

test('an integration that does not exist is not exported', async () => {
  await expect(
    at.client.installation.exportOne({ id: '019b0000-0000-7000-8000-000000000000' }),
  ).rejects.toMatchObject({ code: 'integration_not_found' });
});
