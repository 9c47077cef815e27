import type { CallDetail } from '#shared/model/call.ts';
import { fetchText, textHeader } from '#shared/samples/javascript.ts';
import type { Pair } from '#shared/samples/pair.ts';
import { ownHeaders } from './curl.ts';

/** JavaScript that sends the same request; credentials were not kept, their place is named. */
export function fetchSnippet(call: CallDetail, baseUrl: string): string {
  const { method, path, rawQuery, headers, body } = call.request;
  const key: Pair[] = call.keyLabel === null ? [] : [['x-api-key', `<the key ${call.keyLabel}>`]];
  const sent = headers.filter(([name]) => !ownHeaders.has(name.toLowerCase()));
  return fetchText({
    method,
    url: `${baseUrl.replace(/\/$/, '')}${path}${rawQuery === '' ? '' : `?${rawQuery}`}`,
    headers: [...key, ...sent].map(textHeader),
    body: body === null || body.bytes === 0 ? null : bodyOf(call, body),
  });
}

function bodyOf({ id }: CallDetail, body: NonNullable<CallDetail['request']['body']>): string {
  if (body.cut || body.isMasked)
    return `await (await import('node:fs/promises')).readFile(${JSON.stringify(`${id}-request.body`)})`;
  if (body.encoding === 'text') return JSON.stringify(body.data);
  return `Uint8Array.from(atob(${JSON.stringify(body.data)}), (character) => character.charCodeAt(0))`;
}
