import type { StepOf } from '#shared/model/step.ts';
import { callsHeader, chainHeaders, depthHeader, readChain } from '#shared/call-chain.ts';
import { isSecretName } from './secret-name.ts';
import { withoutLogin } from './without-login.ts';
import { readBody } from '../body/read-body.ts';
import { toJson, toPlain } from '../plain.ts';
import { StepFailure } from '../step-failure.ts';
import type { StepRun } from '../step-run.ts';
import { textOf } from '../value.ts';

/** A request whose values are filled in. */
export interface OutgoingRequest {
  readonly method: StepOf<'httpRequest'>['method'];
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | null;
  readonly followRedirects: boolean;
}

/** Calls another system. Any status it answers is a result; only not reaching it is a failure. */
export async function runHttpRequest(step: StepOf<'httpRequest'>, run: StepRun): Promise<unknown> {
  const request = await fillRequest(step, run);
  const { status, headers, bytes } = await run.wait(async (signal) => {
    const { sendRequest } = await import('./send-request.ts');
    run.willBeNoticed();
    return sendRequest(request, run.destinations, signal);
  });
  const { value } = readBody(bytes, {
    contentType: textHeader(headers['content-type']),
    contentEncoding: textHeader(headers['content-encoding']),
  });
  return { status, headers, body: value };
}

async function fillRequest(step: StepOf<'httpRequest'>, run: StepRun): Promise<OutgoingRequest> {
  const url = parseUrl(await run.fill(step.url));
  for (const [name, value] of Object.entries(step.query ?? {})) {
    const filled = await run.fill(value);
    for (const item of Array.isArray(filled) ? filled : [filled]) {
      if (item !== undefined && item !== null) url.searchParams.append(name, textOf(item));
    }
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(step.headers ?? {})) {
    const filled = await run.fill(value);
    if (filled !== undefined && filled !== null) headers[name.toLowerCase()] = textOf(filled);
  }
  const filled = await run.fill(step.body);
  run.given({ method: step.method, url: withoutLogin(url), headers: hideSecrets(headers), body: filled });
  const [contentType, body] = encodeBody(filled);
  if (contentType !== null) headers['content-type'] ??= contentType;
  if (url.username !== '') headers.authorization ??= loginOf(url);
  headers['user-agent'] ??= 'Hookline';
  const { call, headers: received } = run.scope;
  Object.assign(headers, chainHeaders(readChain(received[depthHeader], received[callsHeader]), call.id));
  return { method: step.method, url, headers, body, followRedirects: step.followRedirects };
}

const textHeader = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

function parseUrl(given: unknown): URL {
  const text = textOf(given);
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new StepFailure(`"${text}" is no http or https address.`);
  }
  return url;
}

function encodeBody(body: unknown): [contentType: string | null, body: Uint8Array | string | null] {
  if (body === undefined) return [null, null];
  if (typeof body === 'string') return ['text/plain; charset=utf-8', body];
  if (body instanceof Uint8Array) return ['application/octet-stream', body];
  return ['application/json', toJson(toPlain(body)) ?? 'null'];
}

const hideSecrets = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, isSecretName(name) ? '(hidden)' : value]),
  );

const loginOf = (url: URL): string =>
  `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')}`;
