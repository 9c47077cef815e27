import { expect, test } from 'vitest';
import { emptyForm } from '#renderer/app/draft.ts';
import { endpointAddress, exampleAddress, exampleQuery } from '#shared/example-address.ts';
import { curlSample } from '#shared/samples/curl.ts';
import { noProof } from '#shared/samples/request.ts';
import { sampleOf } from '#shared/samples/sample-of.ts';
import { firstWayIn, proofsOf, waysIn } from '#shared/samples/ways-in.ts';

test('an address is the base and the path, with one slash between', () => {
  expect(endpointAddress('https://host:8443/', { code: 't37ed', name: 'ItemPrice' })).toBe(
    'https://host:8443/t37ed/ItemPrice',
  );
  expect(endpointAddress('http://host', { code: 't37ed', name: '' })).toBe('http://host/t37ed/<name>');
});

test('the example has each parameter, with its default or a sample of its type', () => {
  const parameters = [
    { name: 'warehouse', default: 'MAIN & MORE' },
    { name: 'count', type: 'number' as const },
    { name: 'empty', default: '' },
    { name: '' },
  ];
  expect(exampleQuery(parameters)).toBe('warehouse=MAIN%20%26%20MORE&count=1&empty=');
  expect(exampleAddress('http://h/a/b', [])).toBe('http://h/a/b');
});

const draft = { ...emptyForm('t37ed'), name: 'X' };
const lineOf = (of: typeof draft, proof = noProof, authorityFile: string | null = null) =>
  curlSample(sampleOf('https://h/t37ed/X', of, { proof, authorityFile }), ' ');

test('a curl line names the secret and never holds it', () => {
  const [way] = waysIn({ kind: 'apiKeys', keys: [{ label: "Bob's", key: 'hk_of_bob' }] });
  expect(lineOf(draft, way!.proof)).toBe(
    String.raw`curl -X POST 'https://h/t37ed/X' -H 'x-api-key: <key of Bob'\''s>' -H 'content-type: application/json' -d '{}'`,
  );
  const reading = { ...draft, trigger: { ...draft.trigger, methods: ['GET' as const] } };
  expect(lineOf(reading)).toBe(`curl 'https://h/t37ed/X'`);
});

test('a curl line names the authority that it has to trust', () => {
  expect(lineOf(draft, noProof, 'hookline-authority.crt')).toContain(
    `'https://h/t37ed/X' --cacert hookline-authority.crt `,
  );
});

test('the body of a sample is of the type that the trigger asks for, and fits its schema', () => {
  const order = {
    type: 'object',
    properties: {
      order: { type: 'object', properties: { '@_id': { const: 7 }, line: { items: { const: '<' } } } },
    },
  };
  const of = (bodyMustBe: 'json' | 'xml') =>
    lineOf({ ...draft, trigger: { ...draft.trigger, bodyMustBe, bodySchema: order } });
  expect(of('json')).toContain(`-d '{"order":{"@_id":7,"line":["<"]}}'`);
  expect(of('xml')).toContain(
    `-H 'content-type: application/xml' -d '<order id="7"><line>&lt;</line></order>'`,
  );
});

test('each kind of authentication has its options', () => {
  const optionsOf = (authentication: Parameters<typeof firstWayIn>[0]) =>
    lineOf(draft, firstWayIn(authentication).proof);
  expect(optionsOf({ kind: 'basic', users: [{ label: 'ERP', user: 'erp' }] })).toContain(
    `-u 'erp:<password of ERP>'`,
  );
  const signed = optionsOf({ kind: 'hmac', preset: 'github', secrets: [{ label: 'GitHub' }] });
  expect(signed).toContain(`-hmac '<secret of GitHub>'`);
  expect(signed).toContain(`-H 'x-hub-signature-256: sha256='"$signature"`);
  expect(firstWayIn({ kind: 'apiKeys', keys: [{ label: 'Off', enabled: false }] }).label).toBe('a consumer');
});

test('what will do is told apart from what is asked for together', () => {
  const key = { kind: 'apiKeys' as const, keys: [] };
  const login = { kind: 'basic' as const, users: [] };
  expect(proofsOf({ kind: 'any', any: [key, login] })).toHaveLength(2);
  expect(proofsOf({ kind: 'all', all: [key, login] })).toEqual([
    {
      headers: [['x-api-key', '<your API key>']],
      login: { user: '<your user>', password: '<your password>' },
      hasCertificate: false,
      signing: null,
    },
  ]);
});
