import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { adminToken, askAdmin, openAdmin } from '#test/support/admin.ts';
import { create, draft, startRuntime } from '#test/support/runtime.ts';
import { hookline } from './command-line.ts';

let folder: string;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(() => dropFolder(folder));

const key = 'hk_the-key-of-the-shop';

async function makeTwo(): Promise<void> {
  const letIn = { authentication: { kind: 'apiKeys', keys: [], consumers: ['Web shop'] } };
  const integrations = ['Orders', 'Prices'].map((name) => ({ name, code: 'shops', trigger: letIn }));
  const file = join(folder, 'two.json');
  const consumers = [{ label: 'Web shop', key }];
  await writeFile(file, JSON.stringify({ hookline: 1, consumers, integrations }));
  const { status, err } = await hookline(['--data', folder, 'apply', file]);
  expect([status, err]).toEqual([0, '']);
}

const run = (...args: string[]) => hookline(['--data', folder, ...args]);

test('a hand-out is printed, or written in what the name of its file says', async () => {
  await makeTwo();
  const printed = await run('integrations', 'hand-out', 'Orders');
  expect([printed.status, printed.out.split('\n')[0]]).toEqual([0, '# Orders']);
  expect(printed.out.split('\n')[2]).toMatch(/^Nobody elsewhere can call this yet: .* Public address/);
  expect(printed.out).toContain('GET, POST  http://127.0.0.1:8080/shops/Orders');
  const file = join(folder, 'shop.html');
  expect(await run('consumers', 'hand-out', 'Web shop', file)).toMatchObject({
    status: 0,
    out: `${file} was written.\n`,
  });
  const page = await readFile(file, 'utf8');
  expect([page.startsWith('<!doctype html>'), page.includes(key), page.includes('/shops/Prices')]).toEqual([
    true,
    false,
    true,
  ]);
  const asJson = await run('consumers', 'hand-out', 'Web shop', '--format', 'html', '--json');
  expect(JSON.parse(asJson.out)).toEqual({ fileName: 'Web-shop.html', text: page });
  expect(await run('consumers', 'hand-out', 'Nobody')).toMatchObject({
    status: 1,
    err: 'hookline: There is no consumer Nobody.\n',
  });
  expect(await run('integrations', 'hand-out', 'Orders', folder)).toMatchObject({ status: 1 });
});

test('an OpenAPI document is printed as JSON, or written as YAML where its file is named so', async () => {
  await makeTwo();
  const printed = await run('integrations', 'openapi', 'shops/Orders');
  const document: { paths: object; info: { description: string } } = JSON.parse(printed.out);
  expect(document.info.description).toMatch(/^Nobody elsewhere can call this yet: /);
  expect(Object.keys(document.paths)).toEqual(['/shops/Orders', '/shops/Orders/calls/{callId}']);
  const file = join(folder, 'orders.yaml');
  expect((await run('integrations', 'openapi', 'Orders', file)).status).toBe(0);
  expect(parse(await readFile(file, 'utf8'))).toEqual(document);
  const ofAll: { paths: object } = JSON.parse((await run('consumers', 'openapi', 'Web shop')).out);
  expect(Object.keys(ofAll.paths)).toHaveLength(4);
});

test('the admin API has the same two, with the addresses of the listeners', async () => {
  const at = await startRuntime(folder);
  const { integration } = await create(at, draft('Orders'));
  const admin = await openAdmin(at);
  if (!admin.ok) throw new Error(admin.problem.detail);
  const ask = async (path: string) => {
    const headers = { authorization: `Bearer ${adminToken}` };
    return askAdmin(admin.value.port, `/api/integrations/${path}`, { headers });
  };
  try {
    const document = await ask(`${integration.id}/openapi`);
    expect(JSON.parse(document.text)).toMatchObject({ openapi: '3.1.1', servers: [{ url: at.url }] });
    const page = await ask(`${integration.id}/hand-out?format=html`);
    expect(JSON.parse(page.text)).toMatchObject({ fileName: 'Orders.html' });
    const wrong = await ask(`${integration.id}/hand-out?format=word`);
    expect([wrong.status, JSON.parse(wrong.text)]).toMatchObject([422, { code: 'input_invalid' }]);
    const missing = await ask('019f0000-0000-7000-8000-000000000000/openapi');
    expect(missing.status).toBe(404);
  } finally {
    await admin.value.close();
    await at.stop();
  }
});
