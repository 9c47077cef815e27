import type { Destinations } from '#main/ports/run.ts';
import { accessToken, type Client, type PostForm } from './access-tokens.ts';
import type { Authentication } from './authentication.ts';
import { type IncomingResponse, type OutgoingRequest, sendRequest } from './send-request.ts';

const maxTokenBytes = 256 * 1024;
const tokenTimeoutMs = 30_000;

/** Sends a request as whoever it is to come from. A header that the request has already stays as it is. */
export async function exchange(
  request: OutgoingRequest,
  authentication: Authentication,
  destinations: Destinations,
  signal: AbortSignal,
): Promise<IncomingResponse> {
  const send = (name: string, value: string): Promise<IncomingResponse> => {
    const headers = { [name]: value, ...request.headers };
    const secretHeaders = [...request.secretHeaders, name];
    return sendRequest({ ...request, headers, secretHeaders }, destinations, signal);
  };
  switch (authentication.kind) {
    case 'none':
      return sendRequest(request, destinations, signal);
    case 'header':
      return send(authentication.name, authentication.value);
    case 'token': {
      const { client } = authentication;
      const post = postTo(client, request, destinations);
      const token = await accessToken(client, post, signal);
      const response = await send('authorization', `Bearer ${token}`);
      if (response.status !== 401) return response;
      // It may have been revoked before its end.
      const newer = await accessToken(client, post, signal, token);
      return newer === token ? response : send('authorization', `Bearer ${newer}`);
    }
  }
}

const postTo =
  ({ tokenUrl }: Client, { connectTimeoutMs, tls }: OutgoingRequest, destinations: Destinations): PostForm =>
  (headers, form, signal) =>
    sendRequest(
      {
        method: 'POST',
        url: new URL(tokenUrl),
        headers: {
          ...headers,
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
        },
        secretHeaders: [],
        body: new TextEncoder().encode(form),
        followRedirects: false,
        connectTimeoutMs,
        tls,
        firstByteTimeoutMs: tokenTimeoutMs,
        maxResponseBytes: maxTokenBytes,
      },
      destinations,
      signal,
    );
