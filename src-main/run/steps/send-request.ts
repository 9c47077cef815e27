import { Agent, request as send } from 'undici';
import { StepFailure, wordsOf } from '../step-failure.ts';
import type { OutgoingRequest } from './http-request.ts';
import { withoutLogin } from './without-login.ts';

const maxResponseBytes = 10 * 1024 * 1024;

// How long a step may wait is the step's to say, by the signal.
const agent = new Agent({
  headersTimeout: 0,
  bodyTimeout: 0,
  connect: { timeout: 0 },
  maxHeaderSize: 65_536,
});

export interface IncomingResponse {
  readonly status: number;
  /** Lower-case names; a repeated header is joined by a comma, `set-cookie` is a list. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly bytes: Uint8Array;
}

/** Sends a request and reads the whole response; throws a StepFailure that names the address. */
export async function sendRequest(request: OutgoingRequest, signal: AbortSignal): Promise<IncomingResponse> {
  try {
    const response = await send(request.url, {
      dispatcher: agent,
      method: request.method,
      headers: request.headers,
      body: request.body,
      signal,
    });
    const headers = joinHeaders(response.headers);
    return { status: response.statusCode, headers, bytes: await readAll(response.body) };
  } catch (error) {
    if (signal.aborted || error instanceof StepFailure) throw error;
    throw new StepFailure(`${wordsOf(error)} (${request.method} ${withoutLogin(request.url)})`);
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
