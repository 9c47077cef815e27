// What a sample holds is what its language reads. The readers here follow the grammars, not the writers.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csharpSample, csharpText } from '#shared/samples/csharp.ts';
import { curlSample } from '#shared/samples/curl.ts';
import { powershellSample, powershellText } from '#shared/samples/powershell.ts';
import { noProof, type SampleRequest } from '#shared/samples/request.ts';

const awkward = [
  `it's $HOME \`id\` "x" \\ \n\t!`,
  '\u2018\u2019\u201a\u201b',
  '\u2028\u2029\u0085\0',
  'é 😀',
  '$(1) {0} %s',
  '',
  "'",
];
const texts = fc.string({ unit: 'binary', maxLength: 40 });
const examples = awkward.map((text): [string] => [text]);

/** about_Quoting_Rules: within single quotes two of any such quote stand for the first of them. */
function readPowershell(literal: string): string {
  const isQuote = (character: string | undefined) =>
    character !== undefined && "'\u2018\u2019\u201a\u201b".includes(character);
  let value = '';
  let at = 1;
  for (; at < literal.length; at += 1) {
    if (isQuote(literal[at])) {
      if (!isQuote(literal[at + 1])) break;
      at += 1;
    }
    value += literal[at];
  }
  expect([literal[0], at]).toEqual(["'", literal.length - 1]);
  return value;
}

/** C# language specification, 6.4.5.6: regular string literals. */
function readCsharp(literal: string): string {
  const escapes: Record<string, string> = {
    '"': '"',
    '\\': '\\',
    '0': '\0',
    b: '\b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
  };
  expect(literal).toMatch(/^"(?:[^"\\\n\r\u0085\u2028\u2029]|\\(?:["\\0abfnrtv]|u[0-9a-f]{4}))*"$/);
  return literal
    .slice(1, -1)
    .replaceAll(/\\(?:u([0-9a-f]{4})|(.))/g, (_all, code: string | undefined, one: string) =>
      code === undefined ? escapes[one]! : String.fromCharCode(Number.parseInt(code, 16)),
    );
}

test('whatever a text holds, PowerShell and C# read it back', () => {
  const readBack = (text: string) => {
    expect(readPowershell(powershellText(text))).toBe(text);
    expect(readCsharp(csharpText(text))).toBe(text);
  };
  fc.assert(fc.property(texts, readBack), { examples });
});

const request = (text: string): SampleRequest => ({
  method: 'PUT',
  url: `http://h/a/b?x=${encodeURIComponent(text)}`,
  headers: [['content-type', 'application/json; charset=utf-8']],
  body: JSON.stringify({ text }),
  proof: { ...noProof, headers: [['x-api-key', `<key of ${text}>`]], login: { user: text, password: text } },
  authorityFile: null,
});

test('a PowerShell sample has each value as one text, and sends the body as UTF-8', () => {
  expect(powershellSample(request(`O'Hara "1" $x é`))).toBe(
    String.raw`$body = '{"text":"O''Hara \"1\" $x é"}'
$headers = @{
  'x-api-key' = '<key of O''Hara "1" $x é>'
  'authorization' = 'Basic ' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('O''Hara "1" $x é:O''Hara "1" $x é'))
}
$response = Invoke-WebRequest -UseBasicParsing -Method PUT -Uri 'http://h/a/b?x=O''Hara%20%221%22%20%24x%20%C3%A9' ` +
      '`\n  -Headers $headers `\n' +
      `  -ContentType 'application/json; charset=utf-8' -Body ([Text.Encoding]::UTF8.GetBytes($body))
"$($response.StatusCode) $($response.Content)"
`,
  );
});

test('a C# sample has each value as one text, and the charset of its body', () => {
  expect(csharpSample(request(`O'Hara "1" $x é`))).toBe(String.raw`using System;
using System.Net.Http;
using System.Text;

var body = "{\"text\":\"O'Hara \\\"1\\\" $x é\"}";
using var client = new HttpClient();
using var request = new HttpRequestMessage(new HttpMethod("PUT"), "http://h/a/b?x=O'Hara%20%221%22%20%24x%20%C3%A9");
request.Headers.TryAddWithoutValidation("x-api-key", "<key of O'Hara \"1\" $x é>");
request.Headers.TryAddWithoutValidation("authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("O'Hara \"1\" $x é:O'Hara \"1\" $x é")));
request.Content = new StringContent(body, Encoding.UTF8, "application/json");
using var response = await client.SendAsync(request);
Console.WriteLine($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
`);
});

test('a shell takes the words of a curl sample apart as they were meant', () => {
  for (const text of awkward.filter((one) => !one.includes('\0'))) {
    const sample = curlSample(request(text));
    const words = execFileSync('/bin/sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${sample}`], {
      encoding: 'utf8',
    });
    expect(words.split('\0').slice(0, -1)).toEqual([
      ...['-X', 'PUT', `http://h/a/b?x=${encodeURIComponent(text)}`],
      ...['-H', `x-api-key: <key of ${text}>`, '-u', `${text}:${text}`],
      ...['-H', 'content-type: application/json; charset=utf-8', '-d', JSON.stringify({ text })],
    ]);
  }
});
