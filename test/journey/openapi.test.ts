// The OpenAPI documents of integrations and consumers: as the standard has them, and true of real answers.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { expectOpenapi, Json, schemaIn } from '#test/support/openapi.ts';
import { create, draft, startRuntime, until, type TestRuntime } from '#test/support/runtime.ts';

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

const Response = z.object({
  headers: Json,
  content: z.record(z.string(), z.object({ schema: Json.optional() })),
});
const Operation = z.looseObject({
  operationId: z.string(),
  security: z.array(Json),
  parameters: z.array(z.looseObject({ name: z.string() })),
  requestBody: z.looseObject({ required: z.boolean(), content: Json }).optional(),
  responses: z.record(z.string(), Response),
});
const Document = z.looseObject({
  servers: z.array(z.object({ url: z.string() })).optional(),
  paths: z.record(
    z.string(),
    z.object({ get: Operation.optional(), post: Operation.optional(), servers: z.unknown() }).partial(),
  ),
  components: z.object({ schemas: z.record(z.string(), Json), securitySchemes: Json.optional() }),
});
type Document = z.infer<typeof Document>;

function valid(given: unknown): Document {
  expectOpenapi(given);
  return Document.parse(given);
}

const body = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['lines'],
  properties: {
    lines: { type: 'array', minItems: 1, items: { $ref: '#/$defs/line' } },
    $ref: { const: 'urn:data' },
    inner: { $ref: '#' },
  },
  $defs: { line: { type: 'object', required: ['item'], properties: { item: { type: 'string' } } } },
};

const keys = (key: string) => ({ kind: 'apiKeys' as const, keys: [{ label: 'ERP', key }] });
const key = 'hk_the-key-of-the-erp';
const callWith = (
  address: string,
  sent: string,
  more: { readonly headers?: Readonly<Record<string, string>> } = {},
) =>
  fetch(address, {
    method: 'POST',
    body: sent,
    headers: { 'x-api-key': key, 'content-type': 'application/json', ...more.headers },
  });

/** What came is what the document says for its status. */
async function expectAsSaid(
  document: Document,
  operation: z.infer<typeof Operation>,
  answer: globalThis.Response,
) {
  const said = operation.responses[String(answer.status)];
  expect([answer.status, said !== undefined]).toEqual([answer.status, true]);
  for (const name of ['x-call-id', 'cache-control']) {
    expect([name in said!.headers, answer.headers.has(name)]).toEqual([true, true]);
  }
  const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
  const content = said!.content[type] ?? said!.content['*/*'];
  expect([type, content !== undefined]).toEqual([type, true]);
  const value: unknown = await answer.json();
  const { schema } = content!;
  if (schema === undefined) return value;
  const fits = schemaIn(document, String(schema['$ref']));
  fits(value);
  expect(fits.errors).toBeNull();
  return value;
}

it('the document of a trigger says what is sent and what is answered, and real answers keep to it', async () => {
  const { integration, address } = await create(
    at,
    draft('Order.Take-1', {
      methods: ['GET', 'POST'],
      authentication: keys(key),
      keyInQuery: true,
      bodyMustBe: 'json',
      bodySchema: body,
      idempotency: { header: 'Idempotency-Key' },
      rateLimit: { calls: 8, perSeconds: 60 },
      queryParameters: [
        { name: 'warehouse', default: 'MAIN', description: 'Where it is' },
        { name: 'count', type: 'number', required: true },
        { name: 'tag', several: true, default: 'a' },
      ],
    }),
  );
  const document = valid(await at.client.handOuts.integrationApi({ id: integration.id }));
  expect(document.servers).toEqual([{ url: at.url }]);
  const path = `/${integration.code}/Order.Take-1`;
  expect(Object.keys(document.paths)).toEqual([path, `${path}/calls/{callId}`]);
  const { get, post } = document.paths[path]!;
  expect([get?.operationId, get?.requestBody, post?.operationId]).toEqual([
    'get-Order.Take-1',
    undefined,
    'post-Order.Take-1',
  ]);
  expect(post!.security).toEqual([{ apiKey: [] }, { apiKeyAsBearer: [] }, { apiKeyInQuery: [] }]);
  expect(post!.parameters).toEqual([
    {
      name: 'warehouse',
      in: 'query',
      required: false,
      description: 'Where it is',
      schema: { type: 'string', default: 'MAIN' },
    },
    { name: 'count', in: 'query', required: true, schema: { type: 'number' } },
    {
      name: 'tag',
      in: 'query',
      required: false,
      schema: { type: 'array', items: { type: 'string' }, default: ['a'] },
      style: 'form',
      explode: true,
    },
    expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: false }),
  ]);
  expect(post!.requestBody).toMatchObject({
    required: true,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Order.Take-1-body' } } },
  });
  const fits = schemaIn(document, '#/components/schemas/Order.Take-1-body');
  expect([
    fits({ lines: [{ item: 'a' }] }),
    fits({ lines: [{}] }),
    fits({ lines: [{ item: 'a' }], inner: {} }),
  ]).toEqual([true, false, false]);

  const good = '{"lines":[{"item":"A"}]}';
  const to = `${address}?count=1`;
  const said = (answer: globalThis.Response) => expectAsSaid(document, post!, answer);
  const accepted = await callWith(to, good, { headers: { 'Idempotency-Key': 'a' } });
  await said(accepted);
  await said(await callWith(address, good));
  await said(await fetch(to, { method: 'POST', body: good }));
  await said(await callWith(to, '{}'));
  await said(await callWith(to, good, { headers: { 'content-type': 'text/plain' } }));
  await said(await callWith(to, good, { headers: { 'Idempotency-Key': 'b' } }));
  const repeated = await callWith(to, good, { headers: { 'Idempotency-Key': 'b' } });
  expect(repeated.headers.get('idempotency-replayed')).toBe('true');
  await said(await callWith(`${to}&tag=x`, good, { headers: { 'Idempotency-Key': 'b' } }));
  const limited = await until(
    () => callWith(to, good),
    ({ status }) => status === 429,
  );
  expect(Object.keys(post!.responses['429']!.headers).filter((name) => !limited.headers.has(name))).toEqual(
    [],
  );
  await said(limited);

  const status = document.paths[`${path}/calls/{callId}`]!.get!;
  const asked = await fetch(new URL(accepted.headers.get('location')!, at.url), {
    headers: { 'x-api-key': key },
  });
  expect(await expectAsSaid(document, status, asked)).toMatchObject({
    statusUrl: expect.stringContaining(path),
  });
  const missing = `${address}/calls/019f0000-0000-7000-8000-000000000000`;
  await expectAsSaid(document, status, await fetch(missing, { headers: { 'x-api-key': key } }));
});

it('a trigger that answers with the result says its statuses, its time-out and its own shape of errors', async () => {
  const { integration, address } = await create(
    at,
    draft(
      'Ask',
      { requestResponse: { timeoutSeconds: 5, onTimeout: 504 }, errors: 'list', methods: ['POST'] },
      {
        workflow: [
          { name: 'stop', kind: 'fail', when: 'body.stop = true', status: 409, message: 'Stopped' },
          {
            name: 'each',
            kind: 'forEach',
            items: 'body.lines',
            steps: [{ name: 'bad', kind: 'fail', when: 'item = 0', status: 424 }],
          },
          { name: 'answer', kind: 'respond', status: 201, body: { made: true } },
        ],
      },
    ),
  );
  const document = valid(await at.client.handOuts.integrationApi({ id: integration.id }));
  const { post } = document.paths[`/${integration.code}/Ask`]!;
  expect(post!.security).toEqual([]);
  expect(Object.keys(post!.responses)).toEqual([
    '201',
    '202',
    '400',
    '403',
    '404',
    '408',
    '409',
    '413',
    '424',
    '429',
    '500',
    '502',
    '503',
    '504',
    'default',
  ]);
  expect(await expectAsSaid(document, post!, await callWith(address, '{}'))).toEqual({ made: true });
  await expectAsSaid(document, post!, await callWith(address, '{"stop":true}'));
  const failed = await callWith(address, '{"lines":[1,0]}');
  expect(failed.status).toBe(424);
  await expectAsSaid(document, post!, failed);
  await expectAsSaid(
    document,
    post!,
    await callWith(address, '{}', { headers: { prefer: 'respond-async' } }),
  );
  await expectAsSaid(document, post!, await callWith(`${address}?%`.replace('Ask?%', 'ask'), '{}'));
});

it('each kind of authentication is a security scheme, alone and combined', async () => {
  const hmac = { kind: 'hmac' as const, preset: 'slack' as const, secrets: [] };
  const basic = { kind: 'basic' as const, users: [] };
  const jwt = { kind: 'jwt' as const, algorithms: ['HS256' as const], keys: [] };
  const kinds = {
    basic,
    hmac,
    jwt,
    clientCertificate: { kind: 'clientCertificate' as const },
    any: { kind: 'any' as const, any: [basic, hmac] },
    all: { kind: 'all' as const, all: [keys(key), jwt] },
  };
  const found: Record<string, unknown> = {};
  for (const [name, authentication] of Object.entries(kinds)) {
    const { integration } = await create(at, draft(name, { authentication, methods: ['POST'] }));
    const document = valid(await at.client.handOuts.integrationApi({ id: integration.id }));
    const { post } = document.paths[`/${integration.code}/${name}`]!;
    found[name] = [
      post!.security,
      Object.values(document.components.securitySchemes ?? {}).map((one) => Json.parse(one)['type']),
    ];
  }
  const signature = { 'signature-x-slack-signature': [] };
  expect(found).toEqual({
    basic: [[{ login: [] }], ['http']],
    hmac: [[signature], ['apiKey']],
    jwt: [[{ token: [] }], ['http']],
    clientCertificate: [[{ clientCertificate: [] }], ['mutualTLS']],
    any: [
      [{ login: [] }, signature],
      ['http', 'apiKey'],
    ],
    all: [
      [
        { apiKey: [], token: [] },
        { apiKeyAsBearer: [], token: [] },
      ],
      ['apiKey', 'http', 'http'],
    ],
  });
});

it('the document of a consumer has all that its key opens, each under a name of its own', async () => {
  const { consumer } = await at.client.consumers.create({ draft: { label: 'Shop', key } });
  const letIn = { kind: 'apiKeys' as const, keys: [], consumers: [consumer.id] };
  const hmac = (algorithm: 'sha1' | 'sha256') => ({
    kind: 'hmac' as const,
    preset: 'generic' as const,
    header: 'x-sign',
    algorithm,
    secrets: [],
  });
  const code = { code: 'aaaaa' };
  await create(at, draft('Same', { authentication: letIn, bodySchema: body }, code));
  await create(
    at,
    draft(
      'Same',
      { authentication: { kind: 'any', any: [letIn, hmac('sha1')] }, bodySchema: body, httpsOnly: true },
      { code: 'bbbbb' },
    ),
  );
  await create(
    at,
    draft(
      'More',
      { authentication: { kind: 'any', any: [letIn, hmac('sha256')] }, errors: 'list' },
      { code: 'ccccc' },
    ),
  );
  await create(at, draft('Other', { authentication: keys('hk_another-key-of-it') }));
  const document = valid(await at.client.handOuts.consumerApi({ id: consumer.id }));
  const operations = Object.values(document.paths)
    .flatMap(({ get, post }) => [get, post])
    .flatMap((one) => one?.operationId ?? []);
  expect(operations.toSorted()).toEqual(
    ['More', 'Same-aaaaa', 'Same-bbbbb']
      .flatMap((name) => [`get-${name}`, `post-${name}`, `status-${name}`])
      .toSorted(),
  );
  expect(Object.keys(document.components.schemas).toSorted()).toEqual([
    'Accepted',
    'CallStatus',
    'ErrorList',
    'Problem',
    'Same-aaaaa-body',
    'Same-bbbbb-body',
  ]);
  expect(Object.keys(document.components.securitySchemes ?? {}).toSorted()).toEqual([
    'apiKey',
    'apiKeyAsBearer',
    'signature-x-sign',
    'signature-x-sign-2',
  ]);
  expect(JSON.stringify(document)).not.toContain(key);
});
