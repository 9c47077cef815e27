import type { CallDetail } from '#shared/model/call.ts';
import { shellWord } from '#shared/samples/curl.ts';

/** Set by curl itself, or true of one connection only. */
export const ownHeaders: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);

/**
 * The command that sends the same request, for a POSIX shell. Credentials were not kept; their place is named.
 * `authorityFile`: of the authority that curl has to trust, where no system does.
 */
export function curlCommand(call: CallDetail, baseUrl: string, authorityFile: string | null = null): string {
  const { method, path, rawQuery, headers, body } = call.request;
  const url = `${baseUrl.replace(/\/$/, '')}${path}${rawQuery === '' ? '' : `?${rawQuery}`}`;
  const parts = [`curl --globoff --path-as-is -X ${shellWord(method)} ${shellWord(url)}`];
  if (authorityFile !== null && url.startsWith('https:')) parts.push(`--cacert ${shellWord(authorityFile)}`);
  if (call.keyLabel !== null) parts.push(`-H ${shellWord(`x-api-key: <the key ${call.keyLabel}>`)}`);
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (ownHeaders.has(lower) || lower === 'x-api-key' || lower === 'authorization') continue;
    // A header without a value has a semicolon in curl's own notation.
    parts.push(`-H ${shellWord(value === '' ? `${name};` : `${name}: ${value}`)}`);
  }
  if (!body || body.bytes === 0) return parts.join(' \\\n  ');
  if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) parts.push(`-H 'content-type:'`);
  if (body.cut || body.isMasked) parts.push(`--data-binary @${call.id}-request.body`);
  else if (body.encoding === 'text') parts.push(`--data-raw ${shellWord(body.data)}`);
  else parts.push('--data-binary @-');
  const command = parts.join(' \\\n  ');
  return body.encoding === 'base64' && !body.cut && !body.isMasked
    ? `printf %s ${shellWord(body.data)} | base64 -d | ${command}`
    : command;
}
