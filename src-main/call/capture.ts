import type { KeptRequest } from '#main/ports/store.ts';
import type { StoredBody } from '#main/ports/run.ts';
import type { IncomingCall } from './incoming-call.ts';

/** Where a key stands in the address, for triggers that allow it. */
export const queryKeyName = 'api_key';

const credentialHeaders = ['x-api-key', 'authorization', 'proxy-authorization', 'cookie', 'set-cookie'];

/** Whose values are never kept and never reach a workflow. */
export interface Hidden {
  readonly headers: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
}

export const createHidden = (settings: {
  readonly hiddenHeaders: readonly string[];
  readonly hiddenParameters: readonly string[];
}): Hidden => ({
  headers: new Set([...credentialHeaders, ...settings.hiddenHeaders.map((name) => name.toLowerCase())]),
  parameters: new Set([queryKeyName, ...settings.hiddenParameters]),
});

/** What is kept of a request: everything but credentials. A body is never altered. */
export function captureRequest(
  call: IncomingCall,
  query: Readonly<Record<string, unknown>>,
  body: StoredBody | null,
  hidden: Hidden,
): KeptRequest {
  return {
    method: call.method,
    path: call.path,
    rawQuery: captureQuery(call.rawQuery, hidden),
    query,
    headers: captureHeaders(call.rawHeaders, hidden),
    httpVersion: call.httpVersion,
    remoteAddress: call.remoteAddress,
    body,
  };
}

function captureHeaders(rawHeaders: readonly string[], hidden: Hidden): (readonly [string, string])[] {
  const kept: (readonly [string, string])[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (!hidden.headers.has(rawHeaders[at]!.toLowerCase())) kept.push([rawHeaders[at]!, rawHeaders[at + 1]!]);
  }
  return kept;
}

function captureQuery(rawQuery: string, hidden: Hidden): string {
  if (rawQuery === '') return rawQuery;
  const parts = rawQuery.split('&');
  const kept = parts.filter((part) => {
    const name = part.split('=', 1)[0]!;
    return !hidden.parameters.has(name) && !hidden.parameters.has(decoded(name));
  });
  return kept.length === parts.length ? rawQuery : kept.join('&');
}

/** As a form's field name is read; never throws. */
const decoded = (name: string): string => new URLSearchParams(`${name}=`).keys().next().value ?? '';
