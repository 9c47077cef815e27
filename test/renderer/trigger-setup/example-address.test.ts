import { expect, test } from 'vitest';
import { firstWayIn, waysIn } from '#renderer/trigger-setup/ways-in.ts';
import { emptyForm } from '#renderer/app/draft.ts';
import { curlLine, endpointAddress, exampleAddress, exampleQuery } from '#shared/example-address.ts';

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

test('a curl line names the secret and never holds it', () => {
  const draft = { ...emptyForm('t37ed'), name: 'X' };
  const [way] = waysIn({ kind: 'apiKeys', keys: [{ label: "Bob's", key: 'hk_of_bob' }] });
  expect(curlLine('http://h/t37ed/X', draft, way!.options)).toBe(
    String.raw`curl -X POST 'http://h/t37ed/X' -H 'x-api-key: <key of Bob'\''s>' -H 'content-type: application/json' -d '{}'`,
  );
  const reading = { ...draft, trigger: { ...draft.trigger, methods: ['GET' as const] } };
  expect(curlLine('http://h/t37ed/X', reading, firstWayIn({ kind: 'none' }).options)).toBe(
    `curl 'http://h/t37ed/X'`,
  );
});

test('each kind of authentication has its options', () => {
  const optionsOf = (authentication: Parameters<typeof firstWayIn>[0]) => firstWayIn(authentication).options;
  expect(optionsOf({ kind: 'basic', users: [{ label: 'ERP', user: 'erp' }] })).toEqual([
    ['-u', 'erp:<password of ERP>'],
  ]);
  expect(optionsOf({ kind: 'hmac', preset: 'github', secrets: [{ label: 'GitHub' }] })).toEqual([
    ['-H', 'x-hub-signature-256: <signature by GitHub>'],
  ]);
  expect(firstWayIn({ kind: 'apiKeys', keys: [{ label: 'Off', enabled: false }] }).label).toBe('a consumer');
});
