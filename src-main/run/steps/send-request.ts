import { type Agent, type Dispatcher, interceptors, request as send } from 'undici';
import type { Destinations } from '#main/ports/run.ts';
import { StepFailure, wordsOf } from '../step-failure.ts';
import { createGuardedAgent, ForbiddenDestination } from './guarded-agent.ts';
import { isSecretName } from './secret-name.ts';
import type { OutgoingRequest } from './http-request.ts';
import { withoutLogin } from './without-login.ts';

const maxResponseBytes = 10 * 1024 * 1024;
const maxRedirects = 3;

let current: { readonly destinations: Destinations; readonly agent: Agent } | null = null;

/** One agent, so that connections are used again; a new one where the rules have changed, since kept connections were judged by the old. */
function agentFor(destinations: Destinations): Agent {
  if (current?.destinations === destinations) return current.agent;
  void current?.agent.close();
  const agent = createGuardedAgent(destinations);
  current = { destinations, agent };
  return agent;
}

function dispatcherFor(
  { followRedirects, headers }: OutgoingRequest,
  destinations: Destinations,
): Dispatcher {
  const agent = agentFor(destinations);
  if (!followRedirects) return agent;
  return agent.compose(
    interceptors.redirect({
      maxRedirections: maxRedirects,
      throwOnMaxRedirect: true,
      stripHeadersOnCrossOriginRedirect: Object.keys(headers).filter(isSecretName),
    }),
  );
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
      headers: request.headers,
      body: request.body,
      signal,
    });
    const headers = joinHeaders(response.headers);
    return { status: response.statusCode, headers, bytes: await readAll(response.body) };
  } catch (error) {
    if (signal.aborted || error instanceof StepFailure) throw error;
    const code = error instanceof ForbiddenDestination ? 'destination_forbidden' : 'step_failed';
    throw new StepFailure(`${wordsOf(error)} (${request.method} ${withoutLogin(request.url)})`, { code });
  }
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    // Leaving the loop closes the connection.
    if (bytes > maxResponseBytes) throw new StepFailure('The response is larger than 10 MiB.');
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, bytes));
}

function joinHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): IncomingResponse['headers'] {
  const joined: Record<string, string | readonly string[]> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    if (name === 'set-cookie') joined[name] = [value].flat();
    else joined[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}
