import type { CallDetail } from '#shared/model/call.ts';

/** Set by curl itself, or true of one connection only. */
const ownHeaders = new Set([
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

/** The command that sends the same request, for a POSIX shell. Credentials were not kept; their place is named. */
export function curlCommand(call: CallDetail, baseUrl: string): string {
  const { method, path, rawQuery, headers, body } = call.request;
  const url = `${baseUrl.replace(/\/$/, '')}${path}${rawQuery === '' ? '' : `?${rawQuery}`}`;
  const parts = [`curl --globoff --path-as-is -X ${quote(method)} ${quote(url)}`];
  if (call.keyLabel !== null) parts.push(`-H ${quote(`x-api-key: <the key ${call.keyLabel}>`)}`);
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (ownHeaders.has(lower) || lower === 'x-api-key' || lower === 'authorization') continue;
    // A header without a value has a semicolon in curl's own notation.
    parts.push(`-H ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`);
  }
  if (!body || body.bytes === 0) return parts.join(' \\\n  ');
  if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) parts.push(`-H 'content-type:'`);
  if (body.cut) parts.push(`--data-binary @${call.id}.body`);
  else if (body.encoding === 'text') parts.push(`--data-raw ${quote(body.data)}`);
  else parts.push('--data-binary @-');
  const command = parts.join(' \\\n  ');
  return body.encoding === 'base64' && !body.cut
    ? `printf %s ${quote(body.data)} | base64 -d | ${command}`
    : command;
}

/** One word for a POSIX shell, whatever stands in it. */
export const quote = (text: string): string =>
  /^[A-Za-z0-9_./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
