// Integrations that were saved before their expressions were checked as they are now.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Client } from '#shared/contract/index.ts';
import { InstallationFile } from '#shared/model/installation.ts';
import { draftOf } from '#shared/model/integration.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { withInstallation } from '#test/support/runtime.ts';
import { hookline } from '../main/headless/command-line.ts';

let folder: string;
let file: string;
const run = (...args: string[]) => hookline(['--data', folder, ...args]);
const apply = async (...integrations: object[]) => {
  await writeFile(file, JSON.stringify({ hookline: 1, integrations }));
  return run('apply', file);
};

const orders = {
  name: 'Orders',
  trigger: { authentication: { kind: 'apiKeys', keys: [{ label: 'ERP' }, { label: 'Shop' }] } },
  dataProcessing: 'body.id',
  workflow: [{ name: 'wait', kind: 'delay', seconds: 1, when: 'body.isLate' }],
};

beforeEach(async () => {
  folder = await newFolder();
  file = join(folder, 'apply.json');
  expect(await apply(orders)).toMatchObject({ status: 0 });
  const db = new Database(join(folder, 'config.db'));
  db.prepare(
    `UPDATE integration_versions
     SET document = json_set(document, '$.dataProcessing', 'bodi.id', '$.workflow[0].when', 'body.(')`,
  ).run();
  db.close();
});
afterEach(() => dropFolder(folder));

const only = async (client: Client) => (await client.integrations.list())[0]!;
it('have their keys rotated and removed', async () => {
  expect(await run('keys', 'rotate', 'Orders', 'ERP', '--overlap-days', '0')).toMatchObject({ status: 0 });
  expect(await run('keys', 'remove', 'Orders', 'Shop')).toMatchObject({ status: 0 });
  const kept = await withInstallation(folder, only);
  expect(kept).toMatchObject({
    version: 3,
    trigger: { authentication: { keys: [{ label: 'ERP' }] } },
    dataProcessing: 'bodi.id',
  });
});

it('take their own export, and are disabled by it', async () => {
  const { out } = await run('--json', 'export', '--with-secrets');
  const [own] = InstallationFile.parse(JSON.parse(out)).integrations;
  expect(await apply(own!)).toMatchObject({ status: 0 });
  expect(await apply({ ...own!, enabled: false })).toMatchObject({ status: 0 });
  expect(await withInstallation(folder, only)).toMatchObject({ version: 2, enabled: false });
});

it('are refused an expression that was changed and is still at fault', async () => {
  const saved = withInstallation(folder, async (client) => {
    const integration = await only(client);
    const changed = { ...draftOf(integration), dataProcessing: 'bodi.key' };
    return client.integrations.update({ id: integration.id, draft: changed });
  });
  await expect(saved).rejects.toMatchObject({
    code: 'input_invalid',
    data: { issues: [{ path: ['draft', 'dataProcessing'] }] },
  });
  const said = await apply({ ...orders, dataProcessing: 'bodi.key' });
  expect([said.status, said.err]).toEqual([1, expect.stringContaining('There is no bodi here')]);
});

it('are refused an expression that another change puts at fault', async () => {
  const two = (name: string) => [
    { name, kind: 'delay', seconds: 1 },
    { name: 'last', kind: 'delay', seconds: 1, when: 'steps.first' },
  ];
  expect(await apply({ ...orders, workflow: two('first') })).toMatchObject({ status: 0 });
  const said = await apply({ ...orders, workflow: two('other') });
  expect([said.status, said.err]).toEqual([1, expect.stringContaining('named first')]);
});

it('may be copied to no other place', async () => {
  const { out } = await run('--json', 'export', '--with-secrets');
  const [own] = InstallationFile.parse(JSON.parse(out)).integrations;
  const { code: _code, ...copy } = own!;
  expect(await apply({ ...copy, name: 'Copy' })).toMatchObject({ status: 1 });
});
