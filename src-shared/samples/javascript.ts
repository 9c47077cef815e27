import type { Pair } from './pair.ts';
import type { Proof, SampleRequest } from './request.ts';
import { partsOf, type Signing, usesName } from './signing.ts';

/** A call of `fetch` that is written down; values of headers and the body are code. */
export interface FetchCall {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
  /** Further options, a line each. */
  readonly options?: readonly string[];
}

const literal = (text: string): string => JSON.stringify(text);
/** A header whose value is a text. */
export const textHeader = ([name, value]: Pair): Pair => [name, literal(value)];

/** JavaScript that sends it and shows what it is answered. */
export function fetchText({ method, url, headers, body, options = [] }: FetchCall): string {
  const lines = [
    `method: ${literal(method)},`,
    ...(headers.length === 0
      ? []
      : ['headers: [', ...headers.map(([name, value]) => `  [${literal(name)}, ${value}],`), '],']),
    ...(body === null ? [] : [`body: ${body},`]),
    ...options,
  ];
  const asked = lines.map((line) => `  ${line}\n`).join('');
  return `const response = await fetch(${literal(url)}, {\n${asked}});\nconsole.log(response.status, await response.text());\n`;
}

/** The module that sends the request, for Node.js. */
export function javascriptSample(request: SampleRequest): string {
  const { method, url, headers, body, proof, authorityFile } = request;
  const { signing, hasCertificate } = proof;
  const call = fetchText({
    method,
    url,
    headers: [...proofHeaders(proof), ...headers.map(textHeader)],
    body: signing !== null && body !== null ? 'body' : body === null ? null : literal(body),
    options: hasCertificate
      ? [
          'dispatcher: new Agent({',
          '  connect: { cert: readFileSync("<certificate>"), key: readFileSync("<key of the certificate>") },',
          '}),',
        ]
      : [],
  });
  const isForAuthority = authorityFile !== null && url.startsWith('https:');
  return [
    ...(isForAuthority
      ? [
          `// The authority to trust is named when it is run: NODE_EXTRA_CA_CERTS=${authorityFile} node call.mjs\n`,
        ]
      : []),
    ...(hasCertificate
      ? [
          'import { readFileSync } from "node:fs";\n',
          'import { Agent, fetch } from "undici"; // npm install undici\n',
        ]
      : []),
    ...(signing === null ? [] : [signatureLines(signing, body ?? '')]),
    call,
  ].join('');
}

const proofHeaders = ({ headers, login, signing }: Proof): readonly Pair[] => [
  ...headers.map(textHeader),
  ...(login === null ? [] : [loginHeader(`${login.user}:${login.password}`)]),
  ...(signing?.headers ?? []).map(([name, template]): Pair => [name, code(template)]),
];

const loginHeader = (login: string): Pair => [
  'authorization',
  `"Basic " + Buffer.from(${literal(login)}).toString("base64")`,
];

/** A template as an expression. */
const code = (template: string): string =>
  partsOf(template)
    .map((part) => ('text' in part ? literal(part.text) : part.name))
    .join(' + ');

function signatureLines(signing: Signing, body: string): string {
  const { algorithm, encoding, secret, isSecretBase64, signed } = signing;
  const key = isSecretBase64
    ? `Buffer.from(${literal(secret)}.replace("whsec_", ""), "base64")`
    : literal(secret);
  return [
    `import { createHmac${usesName(signing, 'id') ? ', randomUUID' : ''} } from "node:crypto";`,
    '',
    `const body = ${literal(body)};`,
    ...(usesName(signing, 'timestamp')
      ? ['const timestamp = Math.floor(Date.now() / 1000).toString();']
      : []),
    ...(usesName(signing, 'id') ? ['const id = "msg_" + randomUUID();'] : []),
    `const signature = createHmac("${algorithm}", ${key}).update(${code(signed)}).digest("${encoding}");`,
    '',
  ].join('\n');
}
