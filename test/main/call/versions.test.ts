import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Registry } from '#main/call/registry.ts';
import { createVersions } from '#main/call/versions.ts';
import { Integration } from '#shared/model/integration.ts';

const integration = Integration.parse({
  id: randomUUID(),
  version: 1,
  savedAt: new Date(0).toISOString(),
  code: 'abcde',
  name: 'Orders',
  trigger: { authentication: { kind: 'none', exposed: false }, executionTimeoutSeconds: 7 },
});

it('an old version that could not be read once is read at the next call, and then remembered', async () => {
  let asked = 0;
  const version = () => {
    asked++;
    return asked === 1
      ? Promise.reject(new Error('The reading thread ended.'))
      : Promise.resolve(integration);
  };
  const versions = createVersions({ get: () => undefined } as unknown as Registry, { version });
  const read = async () => (await versions(integration.id, 1)).timeoutMs;
  await expect(read()).rejects.toThrow('The reading thread ended.');
  expect([await read(), await read()]).toEqual([7_000, 7_000]);
  expect(asked).toBe(2);
});
