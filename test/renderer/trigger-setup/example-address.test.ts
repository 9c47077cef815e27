import { expect, test } from 'vitest';
import { emptyForm } from '#renderer/app/draft.ts';
import {
  curlLine,
  endpointAddress,
  exampleAddress,
  exampleQuery,
} from '#renderer/trigger-setup/example-address.ts';

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

test('a curl line names the key and never holds it', () => {
  const draft = { ...emptyForm('t37ed'), name: 'X' };
  expect(curlLine('http://h/t37ed/X', draft, "Bob's")).toBe(
    String.raw`curl -X POST 'http://h/t37ed/X' -H 'x-api-key: <key of Bob'\''s>' -H 'content-type: application/json' -d '{}'`,
  );
  const reading = { ...draft, trigger: { ...draft.trigger, methods: ['GET' as const] } };
  expect(curlLine('http://h/t37ed/X', reading, null)).toBe(`curl 'http://h/t37ed/X'`);
});
