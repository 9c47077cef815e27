import type { Pair } from './pair.ts';
import type { SampleRequest } from './request.ts';
import { partsOf, type Signing, usesName } from './signing.ts';

/** A text in double quotes. What ends a line in C#, and JSON leaves as it is, is escaped too. */
export const csharpText = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const bytesOf = (expression: string): string => `Encoding.UTF8.GetBytes(${expression})`;

/** The program that sends the request, for .NET 6 and later. */
export function csharpSample(request: SampleRequest): string {
  const { method, url, headers, body, proof } = request;
  const { signing, login, hasCertificate } = proof;
  const contentType = headers.find(([name]) => name === 'content-type')?.[1];
  const pairs: readonly Pair[] = [
    ...[...proof.headers, ...headers.filter(([name]) => name !== 'content-type')].map(
      ([name, value]): Pair => [name, csharpText(value)],
    ),
    ...(login === null ? [] : [loginHeader(`${login.user}:${login.password}`)]),
    ...(signing?.headers ?? []).map(([name, template]): Pair => [name, code(template)]),
  ];
  return [
    'using System;',
    'using System.Net.Http;',
    ...(hasCertificate ? ['using System.Security.Cryptography.X509Certificates;'] : []),
    ...(signing === null ? [] : ['using System.Security.Cryptography;']),
    'using System.Text;',
    '',
    ...(body === null && signing === null ? [] : [`var body = ${csharpText(body ?? '')};`]),
    ...(signing === null ? [] : signatureLines(signing)),
    ...(hasCertificate
      ? [
          'using var handler = new HttpClientHandler();',
          'handler.ClientCertificates.Add(new X509Certificate2("<certificate>.pfx", "<passphrase>"));',
          'using var client = new HttpClient(handler);',
        ]
      : ['using var client = new HttpClient();']),
    `using var request = new HttpRequestMessage(new HttpMethod(${csharpText(method)}), ${csharpText(url)});`,
    ...pairs.map(
      ([name, value]) => `request.Headers.TryAddWithoutValidation(${csharpText(name)}, ${value});`,
    ),
    ...(body === null
      ? []
      : [`request.Content = new StringContent(body, Encoding.UTF8, ${csharpText(mediaType(contentType))});`]),
    'using var response = await client.SendAsync(request);',
    'Console.WriteLine($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");',
    '',
  ].join('\n');
}

/** The charset is an argument of its own. */
const mediaType = (contentType = 'text/plain'): string => contentType.split(';')[0]!.trim();

const loginHeader = (login: string): Pair => [
  'authorization',
  `"Basic " + Convert.ToBase64String(${bytesOf(csharpText(login))})`,
];

/** A template as an expression. */
const code = (template: string): string =>
  partsOf(template)
    .map((part) => ('text' in part ? csharpText(part.text) : part.name))
    .join(' + ');

function signatureLines(signing: Signing): readonly string[] {
  const { algorithm, encoding, secret, isSecretBase64, signed } = signing;
  const key = isSecretBase64
    ? `Convert.FromBase64String(${csharpText(secret)}.Replace("whsec_", ""))`
    : bytesOf(csharpText(secret));
  const digest = `HMAC${algorithm.toUpperCase()}.HashData(${key}, ${bytesOf(code(signed))})`;
  return [
    ...(usesName(signing, 'timestamp')
      ? ['var timestamp = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString();']
      : []),
    ...(usesName(signing, 'id') ? ['var id = "msg_" + Guid.NewGuid();'] : []),
    encoding === 'base64'
      ? `var signature = Convert.ToBase64String(${digest});`
      : `var signature = Convert.ToHexString(${digest}).ToLowerInvariant();`,
  ];
}
