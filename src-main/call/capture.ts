import type { KeptRequest } from '#main/ports/kept-request.ts';
import type { StoredBody } from '#main/ports/run.ts';
import { readBasicLogin } from './basic-login.ts';
import { headersOf, type IncomingCall } from './incoming-call.ts';

/** Where a key stands in the address, for triggers that allow it. */
export const queryKeyName = 'api_key';

const credentialHeaders = ['x-api-key', 'authorization', 'proxy-authorization', 'cookie', 'set-cookie'];

/** Whose values are never kept and never reach a workflow. */
export interface Hidden {
  readonly headers: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  /** Values that are hidden under whatever name they stand. */
  readonly values: readonly string[];
  /** Where values stand in a body that are for the workflow alone. */
  readonly bodyPaths: readonly string[];
}

/** No key is shorter; a letter or two would hide what has nothing to do with it. */
const minCredentialLength = 8;

/** What a call sent where credentials stand, right or wrong: a key that is refused here may be let in elsewhere. */
export function sentCredentials(call: IncomingCall): string[] {
  const sent = [
    ...headersOf(call, 'x-api-key'),
    ...headersOf(call, 'authorization').flatMap(credentialsIn),
    ...new URLSearchParams(call.rawQuery).getAll(queryKeyName),
  ];
  return sent.map((value) => value.trim()).filter((value) => value.length >= minCredentialLength);
}

/** What follows the name of the scheme, and the password where that is Basic. */
export const credentialsIn = (authorization: string): string[] => [
  authorization.replace(/^\S+ +/, ''),
  readBasicLogin(authorization)?.password ?? '',
];

const isSecret = (value: string, { values }: Hidden): boolean =>
  values.some((secret) => value.includes(secret));

export const createHidden = (settings: {
  readonly hiddenHeaders: readonly string[];
  readonly hiddenParameters: readonly string[];
}): Hidden => ({
  headers: new Set([...credentialHeaders, ...settings.hiddenHeaders.map((name) => name.toLowerCase())]),
  parameters: new Set([queryKeyName, ...settings.hiddenParameters]),
  values: [],
  bodyPaths: [],
});

/** For parameters that no caller sent: who makes them up means what is written there. */
export const nothingHidden: Hidden = {
  headers: new Set(),
  parameters: new Set(),
  values: [],
  bodyPaths: [],
};

/** Whether a query parameter is neither kept nor given to the workflow. */
export const isHiddenParameter = (name: string, value: string, hidden: Hidden): boolean =>
  hidden.parameters.has(name) || isSecret(value, hidden);

/** What is kept of a request: everything but credentials. A body is never altered; one with values to hide is sealed. */
export function captureRequest(
  call: IncomingCall,
  query: Readonly<Record<string, unknown>>,
  body: StoredBody | null,
  hidden: Hidden,
  bodyFinding: string | null = null,
): KeptRequest {
  const { remoteAddress, peerAddress } = call;
  return {
    method: call.method,
    path: call.path,
    rawQuery: captureQuery(call.rawQuery, hidden),
    queryJson: JSON.stringify(query),
    headersJson: JSON.stringify(captureHeaders(call.rawHeaders, hidden)),
    httpVersion: call.httpVersion,
    remoteAddress,
    peerAddress: peerAddress === remoteAddress ? null : peerAddress,
    body,
    bodyFinding,
    isSealed: body !== null && hidden.bodyPaths.length > 0,
  };
}

function captureHeaders(rawHeaders: readonly string[], hidden: Hidden): (readonly [string, string])[] {
  const kept: (readonly [string, string])[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    const value = rawHeaders[at + 1]!;
    if (!hidden.headers.has(name.toLowerCase()) && !isSecret(value, hidden)) kept.push([name, value]);
  }
  return kept;
}

function captureQuery(rawQuery: string, hidden: Hidden): string {
  if (rawQuery === '') return rawQuery;
  const parts = rawQuery.split('&');
  const kept = parts.filter((part) => {
    // Read as a form's field; an empty part has none.
    const [field] = new URLSearchParams(part);
    return field === undefined || !isHiddenParameter(field[0], field[1], hidden);
  });
  return kept.length === parts.length ? rawQuery : kept.join('&');
}
