import type { StepOf } from '#shared/model/step.ts';
import { chainHeaders, readChain } from '#shared/call-chain.ts';
import { isSecretName } from '#shared/secret-name.ts';
import { readBody } from '../body/read-body.ts';
import { writeBody } from '../body/write-body.ts';
import { parseContentType } from '#shared/content-type.ts';
import { type Authentication, authenticationOf, basic } from '../http/authentication.ts';
import { requestUrl } from '../http/request-url.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import type { IncomingResponse, OutgoingRequest } from '../http/send-request.ts';
import { tlsOptions } from '../http/tls-options.ts';
import { withoutLogin } from '../http/without-login.ts';
import { StepFailure } from '../step-failure.ts';
import type { StepRun } from '../step-run.ts';
import { textOf } from '../value.ts';

type HttpRequest = StepOf<'httpRequest'>;

/** Calls another system. Any status it answers is a result; only not reaching it, or not understanding it, is a failure. */
export async function runHttpRequest(step: HttpRequest, run: StepRun): Promise<unknown> {
  const { request, authentication } = await fillRequest(step, run);
  const response = await run.wait(async (signal) => {
    // It takes memory that installations without such a step can do without.
    const { exchange } = await import('../http/exchange.ts');
    run.willBeNoticed();
    return exchange(request, authentication, run.destinations, signal);
  });
  const { status, headers } = response;
  if (step.retry?.onStatus.includes(status) === true) {
    throw new StepFailure(`It was answered ${status} (${step.method} ${withoutLogin(request.url)})`, {
      status,
      retryAfterMs: retryAfterMs(textHeader(headers['retry-after']), Date.now()),
    });
  }
  return { status, headers, body: readAs(step, response) };
}

async function fillRequest(
  step: HttpRequest,
  run: StepRun,
): Promise<{ readonly request: OutgoingRequest; readonly authentication: Authentication }> {
  const connection = step.connection === undefined ? null : run.connection(step.connection, ['http']);
  const url = requestUrl(textOf(await run.fill(step.url)), connection?.baseUrl ?? null);
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
  const body = await run.fill(step.body);
  const who = step.authentication ?? connection?.authentication ?? { kind: 'none' };
  run.given({
    method: step.method,
    url: withoutLogin(url),
    headers: hideSecrets(headers),
    body,
    ...(connection !== null && { connection: connection.name }),
    ...(who.kind !== 'none' && { authentication: who.kind }),
  });

  const written = body === undefined ? null : writeBody(body, headers['content-type']);
  if (written !== null) headers['content-type'] = written.contentType;
  if (url.username !== '') headers['authorization'] ??= loginOf(url);
  headers['user-agent'] ??= 'Hookline';
  const { call, headers: received } = run.scope;
  Object.assign(
    headers,
    chainHeaders(
      readChain((name) => received[name]),
      call.id,
    ),
  );

  const fill = async (field: Parameters<StepRun['fill']>[0]): Promise<string> =>
    textOf(await run.fill(field));
  // What a connection holds is no template, whatever it looks like.
  const read = step.authentication === undefined ? async (field: unknown) => textOf(field) : fill;
  const authentication = await authenticationOf(who, read);
  const options = tlsOptions(
    step.tls === undefined ? (connection?.tls ?? { insecure: false }) : await fillTls(step.tls, fill),
  );
  const tokenUrl = authentication.kind === 'token' ? [new URL(authentication.client.tokenUrl).origin] : [];
  const request: OutgoingRequest = {
    method: step.method,
    url,
    headers,
    secretHeaders: [],
    body: written?.bytes ?? null,
    followRedirects: step.followRedirects,
    connectTimeoutMs: step.connectTimeoutSeconds * 1000,
    firstByteTimeoutMs: step.firstByteTimeoutSeconds * 1000,
    maxResponseBytes: step.maxResponseBytes,
    tls: options === null ? null : { options, origins: [url.origin, ...tokenUrl] },
  };
  return { request, authentication };
}

async function fillTls(
  { insecure, ...fields }: NonNullable<HttpRequest['tls']>,
  fill: (field: Parameters<StepRun['fill']>[0]) => Promise<string>,
): Promise<Parameters<typeof tlsOptions>[0]> {
  const { ca, certificate, privateKey, passphrase } = fields;
  const text = async (field: typeof ca) => (field === undefined ? undefined : fill(field));
  return {
    ca: await text(ca),
    certificate: await text(certificate),
    privateKey: await text(privateKey),
    passphrase: await text(passphrase),
    insecure,
  };
}

/** The body of an answer as the step wants it, or as its content type says. */
function readAs({ response, xmlLists }: HttpRequest, { status, headers, bytes }: IncomingResponse): unknown {
  const [contentType, contentEncoding] = [headers['content-type'], headers['content-encoding']].map(
    (header) => (typeof header === 'string' ? header : undefined),
  );
  if (response === 'bytes') return bytes;
  const { charset } = parseContentType(contentType);
  const type =
    response === 'auto'
      ? contentType
      : `${typesOf[response]}${charset === undefined ? '' : `; charset=${charset}`}`;
  const { value, error } = readBody(bytes, { contentType: type, contentEncoding, xmlLists });
  if (error !== null && (response === 'json' || response === 'xml')) {
    throw new StepFailure(`The answer (${status}) cannot be read as ${response.toUpperCase()}: ${error}`, {
      status,
    });
  }
  return value;
}

const textHeader = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

const typesOf = { json: 'application/json', xml: 'application/xml', text: 'text/plain' } as const;

const hideSecrets = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, isSecretName(name) ? '(hidden)' : value]),
  );

const loginOf = (url: URL): string =>
  basic(decodeURIComponent(url.username), decodeURIComponent(url.password));
