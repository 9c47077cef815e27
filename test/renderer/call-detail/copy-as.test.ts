import { expect, test } from 'vitest';
import { curlCommand } from '#renderer/call-detail/curl.ts';
import { fetchSnippet } from '#renderer/call-detail/fetch-snippet.ts';
import { call } from './call.ts';

const { request } = call();
const withBody = (body: typeof request.body) => call({ request: { ...request, rawQuery: 'a=1', body } });

test('JavaScript sends the same request, with the place of the key named', () => {
  expect(
    fetchSnippet(withBody({ encoding: 'text', data: '{"id":"é"}', bytes: 11, cut: false }), 'http://h/'),
  ).toBe(
    `const response = await fetch("http://h/t37ed/CreateCustomerRecord?a=1", {
  method: "POST",
  headers: [
    ["x-api-key", "<the key ERP>"],
    ["content-type", "application/json"],
  ],
  body: "{\\"id\\":\\"é\\"}",
});
console.log(response.status, await response.text());
`,
  );
});

test('bytes that are no text are sent as bytes, and a large body is read from its download', () => {
  const bytes = fetchSnippet(
    withBody({ encoding: 'base64', data: 'AP8=', bytes: 2, cut: false }),
    'http://h',
  );
  expect(bytes).toContain('body: Uint8Array.from(atob("AP8="), (character) => character.charCodeAt(0)),');
  const cut = fetchSnippet(withBody({ encoding: 'text', data: 'a', bytes: 900_000, cut: true }), 'http://h');
  expect(cut).toContain(`readFile("${call().id}-request.body")`);
});

test('curl is told of the authority that only this installation knows, over HTTPS', () => {
  const file = 'hookline-authority.crt';
  expect(curlCommand(call(), 'https://h', file)).toContain(`--cacert ${file}`);
  expect(curlCommand(call(), 'http://h', file)).not.toContain('--cacert');
  expect(curlCommand(call(), 'https://h')).not.toContain('--cacert');
});
