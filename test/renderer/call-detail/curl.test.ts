import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { curlCommand } from '#renderer/call-detail/curl.ts';
import { shellWord } from '#shared/samples/curl.ts';
import { call } from './call.ts';

const request = call().request;

test('a call becomes the command that sends it again, with the place of the key named', () => {
  expect(
    curlCommand(call({ request: { ...request, rawQuery: 'warehouse=MAIN&x=a b' } }), 'http://127.0.0.1:8080'),
  ).toBe(
    [
      `curl --globoff --path-as-is -X POST 'http://127.0.0.1:8080/t37ed/CreateCustomerRecord?warehouse=MAIN&x=a b'`,
      `-H 'x-api-key: <the key ERP>'`,
      `-H 'content-type: application/json'`,
      `--data-raw '{"id":1}'`,
    ].join(' \\\n  '),
  );
});

test('headers that belong to one connection are left out, and an empty one is kept empty', () => {
  const headers: [string, string][] = [
    ['Host', 'a'],
    ['Content-Length', '8'],
    ['X-Empty', ''],
  ];
  const command = curlCommand(
    call({ keyLabel: null, request: { ...request, headers, body: null } }),
    'http://h',
  );
  expect(command).toBe(
    `curl --globoff --path-as-is -X POST http://h/t37ed/CreateCustomerRecord \\\n  -H 'X-Empty;'`,
  );
});

test('a body of bytes is decoded on its way, and one that is shown in part comes from its download', () => {
  const withBody = (body: typeof request.body) =>
    curlCommand(call({ keyLabel: null, request: { ...request, body } }), 'http://h');
  expect(withBody({ encoding: 'base64', data: 'AAEC', bytes: 3, cut: false, isMasked: false })).toMatch(
    /^printf %s AAEC \| base64 -d \| curl [^]*--data-binary @-$/,
  );
  expect(withBody({ encoding: 'text', data: 'abc', bytes: 99, cut: true, isMasked: false })).toContain(
    '--data-binary @01998d5e-0000-7000-8000-000000000001-request.body',
  );
});

test('whatever a text holds, a shell reads it back as one word', () => {
  const text = fc
    .string({ unit: 'binary', maxLength: 60 })
    .filter((it) => !it.includes('\0') && it.isWellFormed());
  fc.assert(
    fc.property(text, (given) => {
      expect(execFileSync('/bin/sh', ['-c', `printf %s ${shellWord(given)}`], { encoding: 'utf8' })).toBe(
        given,
      );
    }),
    { numRuns: 40, examples: [[`it's $HOME \`id\` "x" \\ \n!`], [''], ['@file'], ['-n']] },
  );
});
