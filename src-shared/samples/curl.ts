import type { Proof, SampleRequest } from './request.ts';
import { partsOf, type Signing, usesName } from './signing.ts';

/** One word for a POSIX shell, whatever stands in it. */
export const shellWord = (text: string): string =>
  /^[A-Za-z0-9_./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * The command that sends the request, for a POSIX shell; a signature is made by openssl on lines before it.
 * `between`: its options.
 */
export function curlSample(request: SampleRequest, between = ' \\\n  '): string {
  const { method, url, headers, body, proof, authorityFile } = request;
  const { signing } = proof;
  const command = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${quoted(url)}`,
    ...(authorityFile === null || !url.startsWith('https:') ? [] : [`--cacert ${shellWord(authorityFile)}`]),
    ...proofOptions(proof),
    ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === null ? [] : [dataOption(body, signing !== null)]),
  ].join(between);
  return signing === null ? command : `${signatureLines(signing, body ?? '')}\n${command}`;
}

/** curl reads a file where data begins with an at sign. */
const dataOption = (body: string, isNamed: boolean): string =>
  isNamed ? '--data-raw "$body"' : `${body.startsWith('@') ? '--data-raw' : '-d'} ${quoted(body)}`;

const proofOptions = ({ headers, login, hasCertificate, signing }: Proof): readonly string[] => [
  ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
  ...(login === null ? [] : [`-u ${quoted(`${login.user}:${login.password}`)}`]),
  ...(hasCertificate ? ["--cert '<certificate>'", "--key '<key of the certificate>'"] : []),
  ...(signing?.headers ?? []).map(([name, template]) => `-H ${words(`${name}: ${template}`)}`),
];

/** A template as one word, with variables for its names. */
const words = (template: string): string =>
  partsOf(template)
    .map((part) => ('text' in part ? quoted(part.text) : `"$${part.name}"`))
    .join('');

function signatureLines(signing: Signing, body: string): string {
  const { algorithm, encoding, secret, isSecretBase64, signed } = signing;
  const key = isSecretBase64 ? '-mac HMAC -macopt hexkey:"$key"' : `-hmac ${quoted(secret)}`;
  const encode = encoding === 'base64' ? 'openssl base64 -A' : "od -An -v -tx1 | tr -d ' \\n'";
  const digest = `printf %s ${words(signed)} | openssl dgst -${algorithm} ${key} -binary | ${encode}`;
  return [
    `body=${quoted(body)}`,
    ...(usesName(signing, 'timestamp') ? ['timestamp=$(date +%s)'] : []),
    ...(usesName(signing, 'id') ? ['id="msg_$(openssl rand -hex 12)"'] : []),
    ...(isSecretBase64 ? [keyLine(secret)] : []),
    `signature=$(${digest})`,
  ].join('\n');
}

/** The bytes of the secret, as openssl wants them. */
const keyLine = (secret: string): string =>
  `key=$(printf %s ${quoted(secret)} | sed 's/^whsec_//' | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')`;
