// The environment of an installation over its life: values, secrets and connections, as people set them and as
// workflows see them.
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMTPServer } from 'smtp-server';
import type { Connection } from '#shared/model/connection.ts';
import { draftOf } from '#shared/model/integration.ts';
import { hookline, makeInstallation } from '#test/main/headless/command-line.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, type TestRuntime } from '#test/support/runtime.ts';

let folder: string;
let at: TestRuntime;
beforeEach(async () => {
  folder = await newFolder();
  at = await startRuntime(folder, { drainMs: 100 });
});
afterEach(async () => {
  await at.stop();
  await dropFolder(folder);
});

/** An endpoint that answers with what the expression gives. */
const telling = (expression: string, name = 'Tell') =>
  draft(name, { requestResponse: true }, { dataProcessing: expression });
const ask = async (address: string) => (await fetch(address, { method: 'POST' })).json();

describe('a named value', () => {
  it('is seen by the next call, without a save of the integration, and after a restart', async () => {
    await at.client.environment.set({ name: 'ERP_URL', value: 'http://one' });
    await at.client.environment.set({ name: 'ERP_PASSWORD', secret: 'hunter-two' });
    const { address } = await create(at, telling('[env.ERP_URL, env.ERP_PASSWORD]'));
    expect(await ask(address)).toEqual(['http://one', 'hunter-two']);
    await at.client.environment.set({ name: 'ERP_URL', value: 'http://two' });
    expect(await ask(address)).toEqual(['http://two', 'hunter-two']);
    await at.stop();
    at = await startRuntime(folder, { drainMs: 100 });
    const path = new URL(address).pathname;
    expect(await ask(at.url + path)).toEqual(['http://two', 'hunter-two']);
  });

  it('is shown with who uses it, and as a secret never again', async () => {
    await at.client.environment.set({ name: 'ERP_URL', value: 'http://one' });
    await at.client.environment.set({ name: 'ERP_PASSWORD', secret: 'hunter-two' });
    await create(
      at,
      draft('Code', {}, { workflow: [{ name: 'a', kind: 'javascript', code: 'return env["ERP_URL"]' }] }),
    );
    await create(at, telling('env.ERP_PASSWORD & env.ERP_URL'));
    const changedBy = (await at.client.environment.list())[0]?.changedBy;
    const shared = { changedAt: expect.any(String), changedBy, isReadable: true };
    expect(await at.client.environment.list()).toEqual([
      {
        ...shared,
        name: 'ERP_PASSWORD',
        value: null,
        isSecret: true,
        usedBy: [expect.objectContaining({ name: 'Tell' })],
      },
      {
        ...shared,
        name: 'ERP_URL',
        value: 'http://one',
        isSecret: false,
        usedBy: [expect.objectContaining({ name: 'Code' }), expect.objectContaining({ name: 'Tell' })],
      },
    ]);
  });

  it('is not deleted while integrations name it, which are told', async () => {
    await at.client.environment.set({ name: 'ERP_URL', value: 'http://one' });
    const { integration } = await create(at, telling('env.ERP_URL'));
    await expect(at.client.environment.remove({ name: 'ERP_URL' })).rejects.toMatchObject({
      code: 'value_used',
      message: 'Tell name env.ERP_URL.',
    });
    await at.client.integrations.remove({ id: integration.id });
    await at.client.environment.remove({ name: 'ERP_URL' });
    expect(await at.client.environment.list()).toEqual([]);
    await expect(at.client.environment.remove({ name: 'ERP_URL' })).rejects.toMatchObject({
      code: 'value_not_found',
    });
  });

  it('that is not there is refused where it is named, but not where it stood before', async () => {
    await expect(create(at, telling('env.ERP_URL'))).rejects.toMatchObject({
      code: 'input_invalid',
      message: 'The environment has no ERP_URL; there is none yet.',
      data: { path: 'draft.dataProcessing' },
    });
    await at.client.environment.set({ name: 'ERP_URL', value: 'http://one' });
    const { integration } = await create(at, telling('env.ERP_URL'));
    await at.stop();
    const db = new Database(join(folder, 'config.db'));
    db.exec('DELETE FROM environment');
    db.close();
    at = await startRuntime(folder, { drainMs: 100 });
    const { version, id } = integration;
    const saved = await at.client.integrations.update({
      id,
      version,
      draft: { ...draftOf(integration), enabled: false },
    });
    expect(saved.integration.version).toBe(2);
  });

  it('needs a good name, and either a value or a secret', async () => {
    const set = (given: object) => at.client.environment.set(given as never);
    await expect(set({ name: '1ST', value: 'a' })).rejects.toMatchObject({
      code: 'input_invalid',
      data: { path: 'name' },
    });
    await expect(set({ name: 'A', value: 'a', secret: 'b' })).rejects.toMatchObject({
      data: { path: 'secret' },
    });
    await expect(set({ name: 'A' })).rejects.toMatchObject({ data: { path: 'value' } });
    await set({ name: 'A', value: 'a' });
    expect(await set({ name: 'A' })).toMatchObject({ name: 'A', value: 'a' });
  });
});

describe('the data key', () => {
  it('is rotated with what the environment seals under it', async () => {
    await at.client.environment.set({ name: 'SECRET', secret: 'hunter-two' });
    await at.client.connections.set({ draft: api('http://127.0.0.1:9', 'hunter-three') });
    const { address } = await create(at, telling('[env.SECRET]'));
    expect(await at.client.dataKey.rotate()).toEqual({ resealed: 2 });
    expect(await ask(address)).toEqual(['hunter-two']);
    const { connections } = await at.client.installation.exportWithSecrets();
    expect(connections).toMatchObject([{ authentication: { token: 'hunter-three' } }]);
  });

  it('takes the secrets along when it is given up, and what names them says so', async () => {
    await at.client.environment.set({ name: 'SECRET', secret: 'hunter-two' });
    await at.client.environment.set({ name: 'OPEN', value: 'seen' });
    await at.client.connections.set({ draft: api('http://127.0.0.1:9', 'hunter-three') });
    const secret = await create(at, telling('[env.SECRET]'));
    const open = await create(at, telling('[env.OPEN]', 'Open'));
    await at.stop();
    const key = { kind: 'folder', place: '/elsewhere', key: Buffer.alloc(32, 9) } as const;
    at = await startRuntime(folder, { drainMs: 100 }, { outerKeys: [key] });
    const again = (address: string) => fetch(at.url + new URL(address).pathname, { method: 'POST' });
    const isReadable = async () => [
      ...(await at.client.environment.list()).map((one) => one.isReadable),
      ...(await at.client.connections.list()).map((one) => one.isReadable),
    ];
    for (const act of [async () => undefined, () => at.client.dataKey.renew()]) {
      await act();
      expect(await isReadable()).toEqual([true, false, false]);
      expect((await again(secret.address)).status).toBe(503);
      expect(await (await again(open.address)).json()).toEqual(['seen']);
    }
    await at.client.environment.set({ name: 'SECRET', secret: 'hunter-four' });
    expect(await (await again(secret.address)).json()).toEqual(['hunter-four']);
  });
});

const api = (baseUrl: string, token?: string): Connection => ({
  name: 'erp',
  kind: 'http',
  baseUrl,
  authentication: { kind: 'bearer', ...(token === undefined ? {} : { token }) },
  tls: { insecure: false },
});

describe('a connection', () => {
  it('is kept without its secrets, which stay where a draft leaves them out', async () => {
    const made = await at.client.connections.set({ draft: api('http://127.0.0.1:9', 'hunter-two') });
    expect(made).toMatchObject({ connection: api('http://127.0.0.1:9'), secrets: ['authentication.token'] });
    expect(JSON.stringify(made)).not.toContain('hunter');
    await at.client.connections.set({ draft: api('http://127.0.0.1:10') });
    expect((await at.client.installation.exportWithSecrets()).connections).toEqual([
      api('http://127.0.0.1:10', 'hunter-two'),
    ]);
    expect((await at.client.installation.export()).connections).toEqual([api('http://127.0.0.1:10')]);
    // Another kind of authentication has no use for it.
    const other = {
      ...api('http://127.0.0.1:10'),
      authentication: { kind: 'apiKey', header: 'x-key' },
    } as const;
    await expect(at.client.connections.set({ draft: other })).rejects.toMatchObject({
      code: 'input_invalid',
      data: { path: 'draft.authentication.key' },
    });
  });

  it('to a file of Hookline itself is refused', async () => {
    for (const file of ['queue.db', './Config.db', join(folder, 'config.db'), 'blobs/../queue.db-wal']) {
      const sqlite = { name: 'own', kind: 'sqlite', file } as const;
      await expect(at.client.connections.set({ draft: sqlite })).rejects.toMatchObject({
        message: 'Hookline keeps its own data there.',
        data: { path: 'draft.file' },
      });
    }
  });

  it('is tried apart from everything else, and says what it found', async () => {
    const test = async (connection: Connection) => {
      const { ok, text } = await at.client.connections.test({ draft: connection });
      return { ok, text };
    };
    const db = new Database(join(folder, 'stock.db'));
    db.exec('CREATE TABLE items (id)');
    db.close();
    const sqlite = (file: string) => test({ name: 'stock', kind: 'sqlite', file });
    expect(await sqlite('stock.db')).toEqual({
      ok: true,
      text: expect.stringMatching(/^It is SQLite 3\.\S+\.$/),
    });
    expect(await sqlite('stok.db')).toEqual({
      ok: false,
      text: `There is no file ${join(folder, 'stok.db')}.`,
    });

    const server = createServer(({ headers }, response) =>
      response.writeHead(headers.authorization === 'Bearer hunter-two' ? 200 : 401).end(),
    );
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await test(api(url, 'hunter-two'))).toEqual({ ok: true, text: `${url} answered 200.` });
    expect(await test(api(url, 'hunter-one'))).toEqual({
      ok: false,
      text: `${url} answered 401: it does not accept the authentication.`,
    });
    await new Promise((closed) => server.close(closed));
    expect(await test(api(url, 'hunter-two'))).toMatchObject({
      ok: false,
      text: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('to a mail server is tried without sending anything', async () => {
    const server = new SMTPServer({
      authOptional: true,
      hideSTARTTLS: true,
      allowInsecureAuth: true,
      onAuth: ({ password }, _session, done) =>
        password === 'hunter-two' ? done(null, { user: 'erp' }) : done(new Error('No such user hunter-one')),
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
    const mail = (password: string): Connection => ({
      name: 'mail',
      kind: 'smtp',
      host: '127.0.0.1',
      port: (server.server.address() as AddressInfo).port,
      security: 'none',
      user: 'erp',
      password,
      from: 'erp@example.com',
      insecure: false,
    });
    const good = await at.client.connections.test({ draft: mail('hunter-two') });
    expect(good).toMatchObject({ ok: true, text: '127.0.0.1 takes mail from erp. None was sent.' });
    const bad = await at.client.connections.test({ draft: mail('hunter-one') });
    expect(bad).toMatchObject({ ok: false, text: expect.stringContaining('No such user (secret)') });
    await new Promise<void>((closed) => server.close(() => closed()));
  });
});

describe('the installation file', () => {
  const apply = (file: object, more: { prune?: boolean; dryRun?: boolean } = {}) =>
    at.client.installation.apply({ file: { hookline: 1, ...file }, ...more } as never);

  it('brings values, secrets and connections along with the integrations that name them', async () => {
    const file = {
      environment: [
        { name: 'URL', value: 'http://one' },
        { name: 'SECRET', secret: 'hunter-two' },
      ],
      connections: [api('http://127.0.0.1:9', 'hunter-three')],
      integrations: [{ ...telling('[env.URL, env.SECRET]'), code: 'abcde' }],
    };
    expect(await apply(file, { dryRun: true })).toMatchObject({
      environment: [
        { action: 'create', name: 'URL', fields: [] },
        { action: 'create', name: 'SECRET', fields: [] },
      ],
      connections: [{ action: 'create', name: 'erp', fields: [] }],
    });
    expect(await at.client.environment.list()).toEqual([]);
    await apply(file);
    expect(await ask(`${at.url}/abcde/Tell`)).toEqual(['http://one', 'hunter-two']);
    const exported = await at.client.installation.export();
    expect(exported).toMatchObject({
      environment: [{ name: 'SECRET' }, { name: 'URL', value: 'http://one' }],
      connections: [api('http://127.0.0.1:9')],
    });
    expect(JSON.stringify(exported)).not.toContain('hunter');
    // What it leaves out stays.
    expect(await apply(exported)).toMatchObject({
      environment: [
        { action: 'keep', name: 'SECRET' },
        { action: 'keep', name: 'URL' },
      ],
      connections: [{ action: 'keep', name: 'erp' }],
    });
    const changed = {
      environment: [{ name: 'SECRET', secret: 'hunter-four' }],
      connections: [api('http://127.0.0.1:10', 'hunter-five')],
    };
    expect(await apply(changed)).toMatchObject({
      environment: [{ action: 'update', name: 'SECRET', fields: ['secret'] }],
      connections: [{ action: 'update', name: 'erp', fields: ['baseUrl', 'authentication.token'] }],
    });
    expect(await ask(`${at.url}/abcde/Tell`)).toEqual(['http://one', 'hunter-four']);
  });

  it('with a mistake is refused whole, with the place of each', async () => {
    await expect(
      apply({
        environment: [{ name: 'A', value: 'a' }, { name: 'B' }],
        connections: [{ name: 'own', kind: 'sqlite', file: 'queue.db' }],
      }),
    ).rejects.toMatchObject({
      data: {
        issues: [
          { path: ['environment', 1, 'value'], message: 'B needs a value or a secret.' },
          { path: ['connections', 0, 'file'], message: 'Hookline keeps its own data there.' },
        ],
      },
    });
    await expect(apply({ integrations: [telling('env.NOWHERE')] })).rejects.toMatchObject({
      data: { path: 'integrations[0].dataProcessing' },
    });
    expect(await at.client.environment.list()).toEqual([]);
  });

  it('with --prune deletes what it does not name, unless an integration that stays does', async () => {
    await apply({
      environment: [
        { name: 'A', value: 'a' },
        { name: 'B', value: 'b' },
      ],
    });
    await create(at, telling('env.A'));
    const integrations = [draftOf((await at.client.integrations.list())[0]!)];
    await expect(apply({ environment: [], integrations }, { prune: true })).rejects.toMatchObject({
      code: 'input_invalid',
    });
    const kept = [{ name: 'A' }];
    expect(await apply({ environment: kept, integrations }, { prune: true })).toMatchObject({
      environment: [
        { action: 'keep', name: 'A' },
        { action: 'delete', name: 'B' },
      ],
    });
    expect((await at.client.environment.list()).map(({ name }) => name)).toEqual(['A']);
  });
});

describe('the command line', () => {
  // With the key file that the command line has of its own.
  let own: string;
  beforeEach(async () => {
    own = await newFolder();
    await makeInstallation(own);
  });
  afterEach(() => dropFolder(own));
  const run = (...args: string[]) => hookline(['--data', own, ...args], { SECRET_OF_ERP: 'hunter-two' });

  it('sets, lists and removes values, and takes secrets from where nobody else reads them', async () => {
    expect((await run('env', 'set', 'URL', 'http://one')).out).toBe('URL is set.\n');
    expect((await run('env', 'set', 'SECRET', '--secret-env', 'SECRET_OF_ERP')).status).toBe(0);
    await writeFile(join(own, 'secret.txt'), 'hunter-three\n');
    expect((await run('env', 'set', 'OTHER', '--secret-file', join(own, 'secret.txt'))).status).toBe(0);
    expect((await run('env', 'set', 'BOTH', 'a', '--secret-env', 'SECRET_OF_ERP')).status).toBe(2);
    const listed = JSON.parse((await run('--json', 'env')).out);
    expect(listed).toMatchObject([
      { name: 'OTHER', value: null },
      { name: 'SECRET', value: null },
      { name: 'URL', value: 'http://one' },
    ]);
    expect((await run('env', 'remove', 'URL')).out).toBe('URL was removed.\n');
    const exported = join(own, 'out.json');
    await run('export', '--with-secrets', exported);
    expect(JSON.parse(await readFile(exported, 'utf8')).environment).toEqual([
      { name: 'OTHER', secret: 'hunter-three' },
      { name: 'SECRET', secret: 'hunter-two' },
    ]);
  });

  it('tests a connection, and ends with 1 where it cannot be used', async () => {
    const file = join(own, 'file.yaml');
    await writeFile(file, 'hookline: 1\nconnections:\n  - { name: stock, kind: sqlite, file: stock.db }\n');
    expect((await run('apply', file)).out).toBe('+ create connection stock\n');
    const missing = await run('connections', 'test', 'stock');
    expect([missing.status, missing.err]).toEqual([1, expect.stringContaining('There is no file')]);
    new Database(join(own, 'stock.db')).exec('CREATE TABLE a (b)').close();
    expect((await run('connections', 'test', 'stock')).out).toMatch(/^stock: It is SQLite \S+ \(\d+ ms\)\n$/);
    expect((await run('connections', 'list')).out).toContain('stock.db');
    expect((await run('connections', 'remove', 'stock')).status).toBe(0);
  });
});
