import type { ServerResponse } from 'node:http';
import type { Answer } from '#main/call/incoming-call.ts';
import type { Connection } from './connection.ts';
import type { ReceivedCall } from './receive.ts';

/** Unread bodies up to this size are read away, so that the connection can be kept. */
const maxDrainedBytes = 64 * 1024;
/** How long, and how much of, a larger one is read away so that the caller gets to see the answer. */
const lingerMs = 1000;
const maxLingerBytes = 1024 * 1024;
/** A body up to this size goes out in one write with its head. */
const maxJoinedBytes = 16 * 1024;
/** A larger one goes out in pieces of this size: it shows then whether it is taken. */
const pieceBytes = 64 * 1024;

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

interface Watch {
  /** How long a caller may take nothing of its answer. */
  readonly writeTimeoutMs: number;
  tick(): number;
}

/** Writes an answer; `close` ends the connection after it. One that goes out in pieces resolves when the last is handed to the system. */
export function sendAnswer(
  call: ReceivedCall,
  answer: Answer,
  options: Watch & { readonly close: boolean },
): Promise<void> | null {
  const { connection, request, response } = call;
  call.answered = true;
  if (connection.socket.destroyed) return null;
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
  const sent = call.method === 'HEAD' ? '' : body;
  if (lingers && call.fault === null) {
    if (sent.length === 0) response.flushHeaders();
    const written = writePieces(call, sent, options).then((rest) => rest.length > 0 && response.write(rest));
    return untilGone(connection, Promise.all([written, readAway(call)]), (_, done) => response.end(done));
  }
  if (sent.length > pieceBytes) {
    return untilGone(connection, writePieces(call, sent, options), (rest, done) => response.end(rest, done));
  }
  endWith(response, sent);
  if (response.writableLength > 0) watchReader(call, options);
  else forget(call);
  return null;
}

/** Nothing tells of an answer that waited behind another one when the connection closed. */
function untilGone<T>(
  { gone }: Connection,
  written: Promise<T>,
  end: (of: T, done: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    gone.add(resolve);
    void written.then((of) =>
      end(of, () => {
        gone.delete(resolve);
        resolve();
      }),
    );
  });
}

/** A connection lives long, and what it points to would live as long with it. */
function forget(call: ReceivedCall): void {
  const { connection, request } = call;
  if (request.complete && connection.latest === call) connection.latest = null;
}

/** Node joins head and body only where both are text; bytes are text of one byte a character. */
function endWith(response: ServerResponse, body: string | Uint8Array): void {
  if (body.length === 0) response.end();
  else if (typeof body === 'string' || body.byteLength > maxJoinedBytes) response.end(body);
  else response.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'), 'latin1');
}

/** Writes each piece when the one before is taken, or on its way to be; gives the last, which is still to be written. */
async function writePieces(
  call: ReceivedCall,
  body: string | Uint8Array,
  options: Watch,
): Promise<Uint8Array> {
  const { response } = call;
  const taken = watchReader(call, options);
  let rest = typeof body === 'string' ? Buffer.from(body) : body;
  while (rest.byteLength > pieceBytes && !response.destroyed) {
    const piece = rest.subarray(0, pieceBytes);
    await new Promise((written) => response.write(piece, written));
    rest = rest.subarray(pieceBytes);
    taken();
  }
  return rest;
}

/**
 * Resolves only after the rest of the request came or a bound is met: closing a socket that has
 * unread bytes resets it, and a reset may overtake the answer.
 */
function readAway({ connection, request }: ReceivedCall): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    const end = () => {
      clearTimeout(timer);
      request.off('data', count).off('end', end);
      connection.socket.off('close', end);
      resolve();
    };
    const count = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxLingerBytes) end();
    };
    const timer = setTimeout(end, lingerMs);
    connection.socket.once('close', end);
    request.on('data', count).once('end', end).resume();
  });
}

/**
 * Gives up on a caller that takes nothing of its answer for the time, whatever it sends meanwhile. What it gives is
 * to be called whenever something was taken.
 */
function watchReader(call: ReceivedCall, { writeTimeoutMs, tick }: Watch): () => void {
  const { response, connection } = call;
  const unwritten = { takenTick: 0 };
  let timer: NodeJS.Timeout | undefined;
  const taken = () => {
    unwritten.takenTick = tick();
    timer?.refresh();
  };
  const begin = () => {
    taken();
    connection.unwritten = unwritten;
    timer = setTimeout(() => connection.socket.destroy(), writeTimeoutMs).unref();
  };
  // An answer that waits behind an earlier one is not slow yet.
  if (response.socket === null) response.once('socket', begin);
  else begin();
  response.once('close', () => {
    clearTimeout(timer);
    if (connection.unwritten === unwritten) connection.unwritten = null;
    forget(call);
  });
  return taken;
}
