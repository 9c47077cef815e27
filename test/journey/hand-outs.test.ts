// What is handed to those who call: its samples are run as they stand, but for the secrets put in their places.
import { execFile } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HmacPreset } from '#shared/model/auth/hmac.ts';
import { authority, issue } from '#test/support/certificates.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { hasOpenssl } from '#test/support/openssl.ts';
import { create, draft, startRuntime, type TestRuntime } from '#test/support/runtime.ts';

const run = promisify(execFile);

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

type Secrets = Readonly<Record<string, string>>;
const filledIn = (text: string, secrets: Secrets): string =>
  Object.entries(secrets).reduce((soFar, [place, value]) => soFar.replaceAll(place, value), text);

/** The code of one language in a page of Markdown. */
const codeIn = (page: string, language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([^]*?)\\n\`\`\`$`, 'm').exec(page)?.[1] ?? '';

async function runShell(code: string): Promise<string> {
  const asked = code.replaceAll(/^curl /gm, `curl -s -w ' %{http_code}' `);
  return (await run('/bin/sh', ['-c', asked], { cwd: folder })).stdout;
}

async function runNode(code: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const file = join(folder, 'call.mjs');
  await writeFile(file, code);
  return (await run(process.execPath, [file], { env: { ...process.env, ...env } })).stdout;
}

const page = async (id: string) => (await at.client.handOuts.integration({ id })).text;

const awkward = 'MAIN & "more" \'$HOME\' é';
const parameters = [
  { name: 'warehouse', default: awkward, description: 'Where | it is' },
  { name: 'count', type: 'number' as const, required: true },
];
const schema = {
  type: 'object',
  required: ['id'],
  properties: { id: { const: `it's $x "é"` } },
};
const echo = { requestResponse: true, queryParameters: parameters, bodySchema: schema } as const;
const answered = JSON.stringify({ query: { warehouse: awkward, count: 1 }, body: { id: `it's $x "é"` } });

describe('the samples of an integration do what they say', () => {
  const secret = 'a-secret-of-the-caller';
  const standard = `whsec_${Buffer.alloc(32, 'k').toString('base64')}`;
  const hmac = (preset: HmacPreset, value = secret) => ({
    authentication: { kind: 'hmac' as const, preset, secrets: [{ label: 'S', secret: value }] },
  });
  const kinds: readonly (readonly [string, Parameters<typeof draft>[1], Secrets])[] = [
    ['anybody', {}, {}],
    [
      'an API key',
      { authentication: { kind: 'apiKeys', keys: [{ label: 'ERP', key: 'hk_a-key-of-the-erp' }] } },
      { '<your API key>': 'hk_a-key-of-the-erp' },
    ],
    [
      'a user and a password',
      { authentication: { kind: 'basic', users: [{ label: 'É', user: 'josé', password: 'pass wörd$1' }] } },
      { '<your user>': 'josé', '<your password>': 'pass wörd$1' },
    ],
    [
      'a key and a signature',
      {
        authentication: {
          kind: 'all',
          all: [
            { kind: 'apiKeys', keys: [{ label: 'ERP', key: 'hk_a-key-of-the-erp' }] },
            hmac('stripe').authentication,
          ],
        },
      },
      { '<your API key>': 'hk_a-key-of-the-erp', '<your secret>': secret },
    ],
    ...(['github', 'stripe', 'shopify', 'slack'] as const).map(
      (preset) => [`a signature as ${preset} makes it`, hmac(preset), { '<your secret>': secret }] as const,
    ),
    [
      'a signature as Standard Webhooks has it',
      hmac('standard-webhooks', standard),
      { '<your secret>': standard },
    ],
    [
      'a signature of another kind',
      {
        authentication: {
          kind: 'hmac',
          preset: 'generic',
          header: 'X-Sign',
          algorithm: 'sha512',
          encoding: 'base64',
          prefix: "it's $1=",
          signed: '{timestamp}.{body}.end',
          timestampHeader: 'X-Time',
          secrets: [{ label: 'S', secret }],
        },
      },
      { '<your secret>': secret },
    ],
  ];
  it.skipIf(!hasOpenssl).each(kinds)('for %s', async (_name, trigger, secrets) => {
    const { integration } = await create(at, draft('Echo', { ...echo, ...trigger }));
    const said = await page(integration.id);
    for (const value of Object.values(secrets)) expect(said).not.toContain(value);
    expect(await runShell(filledIn(codeIn(said, 'sh'), secrets))).toBe(`${answered} 200`);
    expect(await runNode(filledIn(codeIn(said, 'javascript'), secrets))).toBe(`200 ${answered}\n`);
  });

  it('for XML, and for a trigger that only reads', async () => {
    const order = {
      type: 'object',
      required: ['order'],
      properties: {
        order: {
          type: 'object',
          required: ['@_id', 'line'],
          properties: {
            '@_id': { const: '7' },
            line: { type: 'array', minItems: 2, items: { const: '<&' } },
          },
        },
      },
    };
    const xml = { requestResponse: true, bodyMustBe: 'xml', bodySchema: order } as const;
    const taking = await create(at, draft('Take', xml, { dataProcessing: 'body' }));
    expect(await runShell(codeIn(await page(taking.integration.id), 'sh'))).toBe(
      '{"order":{"line":["<&","<&"],"@_id":"7"}} 200',
    );
    const reading = await create(
      at,
      draft('Read', { requestResponse: true, methods: ['GET'] }, { dataProcessing: '"read"' }),
    );
    const said = await page(reading.integration.id);
    expect(await runShell(codeIn(said, 'sh'))).toBe('"read" 200');
    expect(await runNode(codeIn(said, 'javascript'))).toBe('200 "read"\n');
  });
});

it('over HTTPS with a certificate made by Hookline, the samples trust the authority that they name', async () => {
  await at.stop();
  at = await startRuntime(folder, { drainMs: 100, https: { port: 0 } });
  const settings = await at.client.host.settings();
  await at.client.host.saveSettings({ ...settings, https: { ...settings.https, on: true, port: 0 } });
  await writeFile(join(folder, 'hookline-authority.crt'), (await at.client.certificates.authority()).pem);
  const { integration } = await create(at, draft('Echo', { requestResponse: true, httpsOnly: true }));
  const said = await page(integration.id);
  expect(said).not.toContain('http://');
  const curl = codeIn(said, 'sh');
  expect(curl).toContain('--cacert hookline-authority.crt');
  expect(await runShell(curl)).toMatch(/ 200$/);
  const env = { NODE_EXTRA_CA_CERTS: join(folder, 'hookline-authority.crt') };
  expect(await runNode(codeIn(said, 'javascript'), env)).toMatch(/^200 /);
});

it('a client certificate is shown by the samples too', async () => {
  const root = await authority('CN=ours');
  const { certificate, key } = await issue({ name: 'erp', by: root, use: 'client' });
  await at.stop();
  at = await startRuntime(folder, { drainMs: 100, https: { port: 0 } });
  const settings = await at.client.host.settings();
  const https = { ...settings.https, on: true, port: 0, clientCertificates: 'ask' as const };
  await at.client.host.saveSettings({
    ...settings,
    https: { ...https, clientAuthorities: root.certificate },
  });
  await writeFile(join(folder, 'hookline-authority.crt'), (await at.client.certificates.authority()).pem);
  await writeFile(join(folder, 'erp.crt'), certificate);
  await writeFile(join(folder, 'erp.key'), key);
  // Where the sample finds undici.
  await symlink(new URL('../../node_modules', import.meta.url).pathname, join(folder, 'node_modules'));
  const authentication = { kind: 'clientCertificate' as const };
  const { integration } = await create(at, draft('Echo', { requestResponse: true, authentication }));
  const said = await page(integration.id);
  const places = {
    '<key of the certificate>': join(folder, 'erp.key'),
    '<certificate>': join(folder, 'erp.crt'),
  };
  expect(said).not.toContain('http://');
  expect(await runShell(filledIn(codeIn(said, 'sh'), places))).toMatch(/ 200$/);
  const env = { NODE_EXTRA_CA_CERTS: join(folder, 'hookline-authority.crt') };
  expect(await runNode(filledIn(codeIn(said, 'javascript'), places), env)).toMatch(/^200 /);
});

it('the page of a consumer has all that its key opens, and no key', async () => {
  const key = 'hk_the-key-of-the-shop';
  const { consumer } = await at.client.consumers.create({ draft: { label: 'Web <shop> & co', key } });
  const letIn = { authentication: { kind: 'apiKeys' as const, keys: [], consumers: [consumer.id] } };
  const own = { kind: 'apiKeys' as const, keys: [{ label: 'ERP', key: 'hk_the-key-of-the-erp' }] };
  await create(at, draft('Prices', { ...letIn, requestResponse: true, methods: ['GET'] }));
  await create(at, draft('Orders', letIn));
  await create(at, draft('Hidden', { authentication: own }));
  const { text, fileName } = await at.client.handOuts.consumer({ id: consumer.id });
  expect(fileName).toBe('Web-shop-co.md');
  expect([text.includes(key), text.includes('Hidden')]).toEqual([false, false]);
  expect(text.split('\n').filter((line) => /^##? /.test(line))).toEqual([
    String.raw`# Web \<shop\> \& co`,
    '## Orders',
    '## Prices',
  ]);
  const places = { '<key of Web <shop> & co>': key };
  expect(await runShell(filledIn(codeIn(text, 'sh'), places))).toMatch(/"state":"waiting".* 202$/);
  const html = await at.client.handOuts.consumer({ id: consumer.id, format: 'html' });
  expect(html.fileName).toBe('Web-shop-co.html');
  expect(html.text).toContain('<h1>Web &lt;shop&gt; &amp; co</h1>');
  expect(html.text).not.toMatch(/<script|<link|src=|href=|@import|url\(/);
  expect(html.text).toContain("default-src 'none'");

  const empty = await at.client.consumers.create({ draft: { label: 'Nobody', key: 'hk_nobody-at-all' } });
  const nothing = await at.client.handOuts.consumer({ id: empty.consumer.id });
  expect(nothing.text).toContain('No endpoint may be called with this key yet.');
});

it('what somebody typed is text in a page, whatever it looks like', async () => {
  const description = '</td><script>alert(1)</script> | `code` *x* [a](javascript:1)';
  const { integration } = await create(
    at,
    draft('Echo', { queryParameters: [{ name: 'a', default: '`|`', description }] }),
  );
  const markdown = await page(integration.id);
  expect(markdown).toContain(
    '| `a` | text | `` `\\|` `` | no | \\</td\\>\\<script\\>alert(1)\\</script\\> \\| \\`code\\` \\*x\\* \\[a\\](javascript:1) |',
  );
  const { text } = await at.client.handOuts.integration({ id: integration.id, format: 'html' });
  expect(text).toContain('<td>&lt;/td&gt;&lt;script&gt;alert(1)&lt;/script&gt; | `code` *x*');
});
