import type { ServerResponse } from 'node:http';
import type { Answer } from '#main/call/incoming-call.ts';
import type { ReceivedCall } from './receive.ts';

/** Unread bodies up to this size are read away, so that the connection can be kept. */
const maxDrainedBytes = 64 * 1024;
/** How long, and how much of, a larger one is read away so that the caller gets to see the answer. */
const lingerMs = 1000;
const maxLingerBytes = 1024 * 1024;
/** A body up to this size goes out in one write with its head. */
const maxJoinedBytes = 16 * 1024;

// Framing and caching are the edge's own affair, whatever a workflow says (RFC 9110, 7.6.1).
const ownHeaders = new Set([
  'cache-control',
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-call-id',
  'x-content-type-options',
]);

/** Writes an answer; `close` ends the connection after it. */
export function sendAnswer(
  call: ReceivedCall,
  answer: Answer,
  options: { close: boolean; writeTimeoutMs: number },
): void {
  const { connection, request, response } = call;
  call.answered = true;
  if (connection.socket.destroyed) return;
  const unread = call.hasBody && !request.complete;
  const lingers =
    unread && !(call.contentLength !== null && call.contentLength <= maxDrainedBytes && !call.awaitsContinue);
  // What was pipelined before the one that ends a connection is still answered on it.
  const isLast = connection.over && connection.latest === call;
  const closes = options.close || isLast || lingers || call.fault !== null;
  const bodiless = answer.status === 204 || answer.status === 304;
  const body = bodiless || answer.body === null ? '' : answer.body;

  const headers: string[] = ['cache-control', 'no-store', 'x-content-type-options', 'nosniff'];
  if (answer.callId !== null) headers.push('x-call-id', answer.callId);
  for (const [name, value] of answer.headers) {
    if (!ownHeaders.has(name.toLowerCase())) headers.push(name, value);
  }
  if (!bodiless)
    headers.push(
      'content-length',
      String(typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength),
    );
  if (closes) {
    headers.push('connection', 'close');
    connection.over = true;
  }
  response.writeHead(answer.status, headers);
  if (lingers && call.fault === null) {
    if (body.length > 0 && call.method !== 'HEAD') response.write(body);
    else response.flushHeaders();
    readAway(call);
  } else {
    endWith(response, call.method === 'HEAD' ? '' : body);
  }
  if (response.writableLength > 0) watchSlowReader(call, options.writeTimeoutMs);
  // A connection lives long, and what it points to would live as long with it.
  else if (request.complete && connection.latest === call) connection.latest = null;
}

/** Node joins head and body only where both are text; bytes are text of one byte a character. */
function endWith(response: ServerResponse, body: string | Uint8Array): void {
  if (body.length === 0) response.end();
  else if (typeof body === 'string' || body.byteLength > maxJoinedBytes) response.end(body);
  else response.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'), 'latin1');
}

/**
 * Ends the answer only after the rest of the request came or a bound is met: closing a socket that has
 * unread bytes resets it, and a reset may overtake the answer.
 */
function readAway(call: ReceivedCall): void {
  const { connection, request, response } = call;
  let bytes = 0;
  const end = () => {
    clearTimeout(timer);
    request.off('data', count).off('end', end);
    connection.socket.off('close', end);
    response.end();
  };
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxLingerBytes) end();
  };
  const timer = setTimeout(end, lingerMs);
  connection.socket.once('close', end);
  request.on('data', count).once('end', end).resume();
}

/** Gives up on a caller that takes no byte of its answer for the time. */
function watchSlowReader(call: ReceivedCall, writeTimeoutMs: number): void {
  const { response, connection } = call;
  const { socket } = connection;
  const watch = () => socket.setTimeout(writeTimeoutMs);
  // An answer that waits behind an earlier one is not slow yet.
  if (response.socket === null) response.once('socket', watch);
  else watch();
  // Before Node's own listener, which sets the keep-alive time.
  response.prependOnceListener('finish', () => socket.setTimeout(0));
}
