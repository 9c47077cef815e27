// A support bundle and the exports leave the installation: secrets that can be told from anything else are put wherever
// one may stand, and looked for in all that is in them.
import { randomUUID } from 'node:crypto';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { create, draft, startRuntime, type TestRuntime, until } from '#test/support/runtime.ts';

const canary = (what: string): string => `CANARY-${what}-${randomUUID()}`;
const secrets = {
  key: canary('key'),
  password: canary('password'),
  signing: canary('signing'),
  bearer: canary('bearer'),
  cookie: canary('cookie'),
  literal: canary('literal'),
};
const mark = canary('no-secret');

let at: TestRuntime;
let folder: string;
let files: Record<string, string>;
let exported = '';
let callId: string;
const zipOf = async (bodies: boolean): Promise<Record<string, string>> => {
  const parts: Buffer[] = [];
  const filter = { since: '2020-01-01T00:00:00Z' };
  for await (const { base64 } of await at.client.exports.supportBundle({ selection: { filter }, bodies })) {
    parts.push(Buffer.from(base64, 'base64'));
  }
  const unzipped = Object.entries(unzipSync(Buffer.concat(parts)));
  return Object.fromEntries(unzipped.map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));
};

beforeAll(async () => {
  folder = await newFolder();
  at = await startRuntime(folder);
  const keyed = await create(
    at,
    draft(
      'Keyed',
      { authentication: { kind: 'apiKeys', keys: [{ label: 'ERP', key: secrets.key }] } },
      {
        workflow: [
          { name: 'all', kind: 'transform', expression: '{ "body": body, "headers": headers }' },
          {
            name: 'send',
            kind: 'httpRequest',
            url: 'http://127.0.0.1:1/',
            headers: { authorization: `Bearer ${secrets.literal}` },
          },
        ],
      },
    ),
  );
  await create(
    at,
    draft('Login', {
      authentication: { kind: 'basic', users: [{ label: 'erp', user: 'erp', password: secrets.password }] },
    }),
  );
  await create(
    at,
    draft('Signed', {
      authentication: {
        kind: 'hmac',
        preset: 'github',
        secrets: [{ label: 'one', secret: secrets.signing }],
      },
    }),
  );
  const answer = await fetch(`${keyed.address}?mark=${mark}&api_key=${secrets.key}`, {
    method: 'POST',
    // Where somebody put a key into a body, it is known by its value.
    body: JSON.stringify({ mark, copied: secrets.key }),
    headers: { 'x-api-key': secrets.key, cookie: `session=${secrets.cookie}`, 'x-mark': mark },
  });
  callId = answer.headers.get('x-call-id')!;
  await fetch(keyed.address, { method: 'POST', headers: { authorization: `Bearer ${secrets.bearer}` } });
  await until(
    async () => (await at.client.calls.list({})).calls,
    (calls) => calls.length === 2 && calls.every(({ state }) => state === 'failed' || state === 'refused'),
  );
  files = await zipOf(true);
  for (const format of ['har', 'jsonl', 'csv'] as const) {
    for await (const { text } of await at.client.exports.calls({ format, selection: { filter: {} } }))
      exported += text;
  }
});
afterAll(async () => {
  await at.stop();
  await dropFolder(folder);
});

test('the bundle has what somebody needs who is asked for help', () => {
  const names = Object.keys(files).map((name) =>
    name.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'id').replace(/\/[a-z0-9]{5}-/, '/'),
  );
  expect(names.toSorted()).toEqual([
    'README.txt',
    'calls/id.json',
    'calls/id.json',
    'doctor.json',
    'integrations/Keyed@1.json',
    'integrations/Login@1.json',
    'integrations/Signed@1.json',
    'lanes.json',
    'log.jsonl',
    'settings.json',
    'status.json',
    'versions.json',
  ]);
  expect(JSON.parse(files['versions.json']!)).toMatchObject({
    node: process.versions.node,
    face: 'headless',
  });
  expect(JSON.parse(files[`calls/${callId}.json`]!)).toMatchObject({
    state: 'failed',
    request: { rawQuery: `mark=${mark}` },
  });
});

/** As it is, and as it might hide. */
const formsOf = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('hex'),
  Buffer.from(secret).toString('base64').replace(/.{3}$/, ''),
];

test.each(Object.keys(secrets) as (keyof typeof secrets)[])('%s stands in no file of the bundle', (name) => {
  const holding = Object.entries(files).filter(([, text]) =>
    formsOf(secrets[name]).some((form) => text.includes(form)),
  );
  expect(holding.map(([file]) => file)).toEqual([]);
});

test.each(['bearer', 'cookie', 'password', 'signing'] as const)('%s stands in no export', (name) => {
  expect(exported).toContain(mark);
  expect(formsOf(secrets[name]).filter((form) => exported.includes(form))).toEqual([]);
});

test('bodies, and what steps took and made, are in it only where they are asked for', async () => {
  expect(JSON.parse(files[`calls/${callId}.json`]!).request.body.data).toContain(mark);
  const [, text] = Object.entries(await zipOf(false)).find(([name]) => name === `calls/${callId}.json`)!;
  const call = JSON.parse(text);
  expect(call.request.body).toEqual({ encoding: 'text', data: '', bytes: expect.any(Number), cut: true });
  expect(call.steps.map(({ input, output }: { input: unknown; output: unknown }) => [input, output])).toEqual(
    [
      [null, null],
      [null, null],
    ],
  );
});
