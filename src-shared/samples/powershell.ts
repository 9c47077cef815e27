import type { Pair } from './pair.ts';
import type { SampleRequest } from './request.ts';
import { partsOf, type Signing, usesName } from './signing.ts';

/** A text in single quotes. PowerShell takes typographic ones for such quotes too. */
export const powershellText = (text: string): string => `'${text.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;

const bytesOf = (expression: string): string => `[Text.Encoding]::UTF8.GetBytes(${expression})`;

/** The script that sends the request, for PowerShell 5.1 and later. */
export function powershellSample(request: SampleRequest): string {
  const { method, url, headers, body, proof } = request;
  const { signing, login, hasCertificate } = proof;
  // What is sent of the body has a parameter of its own.
  const contentType = headers.find(([name]) => name === 'content-type')?.[1];
  const pairs: readonly Pair[] = [
    ...[...proof.headers, ...headers.filter(([name]) => name !== 'content-type')].map(
      ([name, value]): Pair => [name, powershellText(value)],
    ),
    ...(login === null ? [] : [loginHeader(`${login.user}:${login.password}`)]),
    ...(signing?.headers ?? []).map(([name, template]): Pair => [name, code(template)]),
  ];
  return [
    ...(body === null && signing === null ? [] : [`$body = ${powershellText(body ?? '')}`]),
    ...(signing === null ? [] : signatureLines(signing)),
    ...(pairs.length === 0
      ? []
      : ['$headers = @{', ...pairs.map(([name, value]) => `  ${powershellText(name)} = ${value}`), '}']),
    [
      `$response = Invoke-WebRequest -UseBasicParsing -Method ${method} -Uri ${powershellText(url)}`,
      ...(pairs.length === 0 ? [] : ['-Headers $headers']),
      ...(hasCertificate ? ["-Certificate (Get-PfxCertificate '<certificate>.pfx')"] : []),
      ...(body === null
        ? []
        : [`-ContentType ${powershellText(contentType ?? '')} -Body (${bytesOf('$body')})`]),
    ].join(' `\n  '),
    '"$($response.StatusCode) $($response.Content)"',
    '',
  ].join('\n');
}

const loginHeader = (login: string): Pair => [
  'authorization',
  `'Basic ' + [Convert]::ToBase64String(${bytesOf(powershellText(login))})`,
];

/** A template as an expression. */
const code = (template: string): string =>
  partsOf(template)
    .map((part) => ('text' in part ? powershellText(part.text) : `$${part.name}`))
    .join(' + ');

function signatureLines(signing: Signing): readonly string[] {
  const { algorithm, encoding, secret, isSecretBase64, signed } = signing;
  const key = isSecretBase64
    ? `[Convert]::FromBase64String((${powershellText(secret)} -replace '^whsec_'))`
    : bytesOf(powershellText(secret));
  return [
    ...(usesName(signing, 'timestamp')
      ? ['$timestamp = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds().ToString()']
      : []),
    ...(usesName(signing, 'id') ? ["$id = 'msg_' + [guid]::NewGuid()"] : []),
    `$hmac = New-Object Security.Cryptography.HMAC${algorithm.toUpperCase()} -ArgumentList (,(${key}))`,
    `$digest = $hmac.ComputeHash(${bytesOf(code(signed))})`,
    encoding === 'base64'
      ? '$signature = [Convert]::ToBase64String($digest)'
      : "$signature = ([BitConverter]::ToString($digest) -replace '-').ToLower()",
  ];
}
