import { type Dispatcher, interceptors, request as send } from 'undici';
import type { Destinations } from '#main/ports/run.ts';
import { isSecretName } from '#shared/secret-name.ts';
import { StepFailure, wordsOf } from '../step-failure.ts';
import { secondsText } from '../time-limit.ts';
import { agentFor, type ConnectionWish } from './agents.ts';
import { ForbiddenDestination } from './guarded-agent.ts';
import { acceptedCodings, readResponse } from './read-response.ts';
import { withoutLogin } from './without-login.ts';

const maxRedirects = 3;

/** A request whose values are filled in. */
export interface OutgoingRequest extends ConnectionWish {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  readonly url: URL;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names of headers that are for this origin alone, beside those that look so. */
  readonly secretHeaders: readonly string[];
  readonly body: Uint8Array | null;
  readonly followRedirects: boolean;
  readonly firstByteTimeoutMs: number;
  readonly maxResponseBytes: number;
}

export interface IncomingResponse {
  readonly status: number;
  /** Lower-case names; a repeated header is joined by a comma, `set-cookie` is a list. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly bytes: Uint8Array;
}

/** Sends a request and reads the whole response; throws a StepFailure that names the address. */
export async function sendRequest(
  request: OutgoingRequest,
  destinations: Destinations,
  signal: AbortSignal,
): Promise<IncomingResponse> {
  try {
    const response = await send(request.url, {
      dispatcher: dispatcherFor(request, destinations),
      method: request.method,
      headers: { 'accept-encoding': acceptedCodings, ...request.headers },
      body: request.body,
      headersTimeout: request.firstByteTimeoutMs,
      signal,
    });
    const headers = joinHeaders(response.headers);
    const { bytes, isDecoded } = await readResponse(
      response.body,
      textHeader(headers['content-encoding']),
      request.maxResponseBytes,
      signal,
    );
    if (isDecoded) {
      // They are of what was sent, and not of what is here now.
      delete headers['content-encoding'];
      delete headers['content-length'];
    }
    return { status: response.statusCode, headers, bytes };
  } catch (error) {
    if (signal.aborted) throw error;
    throw failureOf(error, request);
  }
}

function dispatcherFor(request: OutgoingRequest, destinations: Destinations): Dispatcher {
  const agent = agentFor(destinations, { connectTimeoutMs: request.connectTimeoutMs, tls: request.tls });
  if (!request.followRedirects) return agent;
  return agent.compose(
    interceptors.redirect({
      maxRedirections: maxRedirects,
      throwOnMaxRedirect: true,
      stripHeadersOnCrossOriginRedirect: [
        ...Object.keys(request.headers).filter(isSecretName),
        ...request.secretHeaders,
      ],
    }),
  );
}

function failureOf(error: unknown, request: OutgoingRequest): StepFailure {
  const where = `(${request.method} ${withoutLogin(request.url)})`;
  if (error instanceof StepFailure) return error;
  const isForbidden = error instanceof ForbiddenDestination;
  return new StepFailure(`${explain(error, request)} ${where}`, {
    code: isForbidden ? 'destination_forbidden' : 'step_failed',
    isFinal: isForbidden,
  });
}

function explain(error: unknown, { connectTimeoutMs, firstByteTimeoutMs }: OutgoingRequest): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `No connection stood within ${secondsText(connectTimeoutMs)}`;
    case 'UND_ERR_HEADERS_TIMEOUT':
      return `No answer began within ${secondsText(firstByteTimeoutMs)}`;
    case 'UND_ERR_HEADERS_OVERFLOW':
      return 'The headers of the answer are larger than 64 KiB';
    default:
      return wordsOf(error)
        .replace(/^max redirects$/, `It was redirected more than ${maxRedirects} times`)
        .replace(/^Redirect loop detected.*$/s, 'It was redirected in a loop');
  }
}

const textHeader = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

function joinHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string | readonly string[]> {
  const joined: Record<string, string | readonly string[]> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    if (name === 'set-cookie') joined[name] = [value].flat();
    else joined[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}
