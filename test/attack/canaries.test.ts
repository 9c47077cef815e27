// Secrets that can be told from anything else are used in every way there is; afterwards they are looked for in all
// that the installation wrote or said. They are found nowhere: what is kept of them is sealed.
import { createHmac, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hookline, serveOn } from '#test/main/headless/command-line.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startPeer } from '#test/support/peer.ts';

const canary = (what: string): string => `CANARY-${what}-${randomUUID()}`;
const secrets = {
  apiKey: canary('key'),
  wrongKey: canary('wrong-key'),
  password: canary('password'),
  signing: canary('signing'),
  bearer: canary('bearer'),
  cookie: canary('cookie'),
  header: canary('header'),
  query: canary('query'),
};
const mark = canary('no-secret');

let folder: string;
let said = '';
let accessToken = '';

beforeAll(async () => {
  folder = await newFolder();
  const peer = await startPeer(() => ({ ok: true }));
  const file = join(folder, 'installation.json');
  await writeFile(
    file,
    JSON.stringify({
      hookline: 1,
      integrations: [
        {
          name: 'Watched',
          code: 'watch',
          trigger: {
            authentication: { kind: 'apiKeys', keys: [{ label: 'ERP', key: { env: 'ERP_KEY' } }] },
            requestResponse: true,
          },
          workflow: [
            { name: 'send', kind: 'httpRequest', method: 'POST', url: peer.url, body: { from: 'headers' } },
            {
              name: 'seen',
              kind: 'transform',
              expression: '{ "headers": headers, "query": query, "body": body }',
            },
          ],
        },
        {
          name: 'Login',
          code: 'login',
          trigger: {
            authentication: { kind: 'basic', users: [{ user: 'erp', password: { env: 'ERP_PASSWORD' } }] },
          },
        },
        {
          name: 'Signed',
          code: 'signs',
          trigger: { authentication: { kind: 'hmac', preset: 'github', secret: { env: 'ERP_SIGNING' } } },
        },
        {
          name: 'Broken',
          code: 'broke',
          trigger: { authentication: { kind: 'none' } },
          workflow: [{ name: 'fails', kind: 'javascript', code: 'throw new Error(JSON.stringify(headers))' }],
        },
      ],
    }),
  );
  const service = await serveOn(folder, ['--apply', file], {
    ERP_KEY: secrets.apiKey,
    ERP_PASSWORD: secrets.password,
    ERP_SIGNING: secrets.signing,
  });
  const api = (path: string, init: RequestInit = {}) =>
    fetch(`${service.ready.adminUrl}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${service.ready.adminToken}`,
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    });
  const settings = await (await api('/api/settings')).json();
  const saved = await api('/api/settings', {
    method: 'PUT',
    body: JSON.stringify({ ...settings, hiddenHeaders: ['x-partner'], hiddenParameters: ['token'] }),
  });
  expect(saved.status).toBe(200);

  const call = async (path: string, headers: Record<string, string>) => {
    const answer = await fetch(`${service.ready.webhookUrl}${path}?token=${secrets.query}`, {
      method: 'POST',
      headers: {
        'x-partner': secrets.header,
        cookie: `session=${secrets.cookie}`,
        'x-mark': mark,
        ...headers,
      },
      body: JSON.stringify({ mark }),
    });
    said += await answer.text();
    return answer.status;
  };
  expect(await call('/watch/Watched', { 'x-api-key': secrets.apiKey })).toBe(200);
  expect(await call('/watch/Watched', { authorization: `Bearer ${secrets.apiKey}` })).toBe(200);
  // Where a key stands in a header that nobody listed, it is known by its value.
  expect(await call('/watch/Watched', { 'x-api-key': secrets.apiKey, 'x-copy': secrets.apiKey })).toBe(200);
  expect(await call('/watch/Watched', { 'x-api-key': secrets.wrongKey })).toBe(401);
  expect(await call('/broke/Broken', { authorization: `Bearer ${secrets.bearer}` })).toBe(202);
  const login = Buffer.from(`erp:${secrets.password}`).toString('base64');
  expect(await call('/login/Login', { authorization: `Basic ${login}` })).toBe(202);
  const signature = createHmac('sha256', secrets.signing).update(JSON.stringify({ mark })).digest('hex');
  expect(await call('/signs/Signed', { 'x-hub-signature-256': `sha256=${signature}` })).toBe(202);
  expect(await call('/nobody/Nothing', { 'x-api-key': secrets.apiKey })).toBe(404);

  const command = async (...args: string[]) => {
    const { out, err } = await hookline(['--data', folder, ...args]);
    said += out + err;
    return out;
  };
  accessToken = (await hookline(['--data', folder, 'tokens', 'add', 'Desk', '--role', 'support'])).out.trim();
  const calls: { id: string }[] = JSON.parse(await command('--json', 'calls', 'list'));
  for (const { id } of calls) await command('--json', 'calls', 'show', id);
  await command('export');
  await command('keys', 'list');
  await command('integrations', 'show', 'Watched', '--json');
  await command('tokens', 'list');
  await command('key', 'rotate');
  await command('backup', join(folder, 'backups', 'made.backup'));
  for (const path of ['/metrics', '/api/keys', '/api/integrations', '/api/calls?limit=100'])
    said += await (await api(path)).text();
  for (const received of peer.received) said += JSON.stringify(received);
  await peer.close();
  const { out, err } = await service.stop();
  // The first line is the ready line, whose token is for whoever started it.
  said += out.slice(out.indexOf('\n')) + err;
});

afterAll(() => dropFolder(folder));

const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** As it is, and as it might hide. */
const formsOf = (secret: string): string[] => [
  secret,
  secret.toLowerCase(),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('hex'),
  Buffer.from(secret).toString('base64').replace(/.{3}$/, ''),
  Buffer.from(`erp:${secret}`).toString('base64').replace(/.{3}$/, ''),
];

test('what is no secret is found where it is looked for', () => {
  expect(said).toContain(mark);
  const holding = filesIn(folder).filter((path) => readFileSync(path).includes(mark));
  expect(holding.map((path) => path.slice(folder.length + 1))).toEqual(
    expect.arrayContaining(['queue.db', join('backups', 'made.backup')]),
  );
});

test.each(Object.keys(secrets) as (keyof typeof secrets)[])(
  '%s is found in no file and in nothing said',
  (name) => {
    const forms = formsOf(secrets[name]);
    expect(forms.filter((form) => said.includes(form))).toEqual([]);
    const found = filesIn(folder).filter((path) => forms.some((form) => readFileSync(path).includes(form)));
    expect(found).toEqual([]);
  },
);

test('the value of an access token is in no file', () => {
  expect(accessToken).toMatch(/^hkt_/);
  expect(filesIn(folder).filter((path) => readFileSync(path).includes(accessToken))).toEqual([]);
  expect(said).not.toContain(accessToken);
});
