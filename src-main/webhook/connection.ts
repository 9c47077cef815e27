import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type Problem, problem } from '#shared/problem.ts';
import type { SecureSide } from './secure.ts';

/** A request on a connection, as far as the connection is concerned. */
export interface OpenRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The answer was handed over to the socket. */
  readonly answered: boolean;
  /** Why the rest of its body will never come. */
  readonly fault: Problem | null;
  /** Its body ends here, unfinished. */
  breakOff(fault: Problem): void;
}

/** One TCP connection, for as long as it is open. */
export interface Connection {
  readonly socket: Socket;
  /** What its handshake told; null where it is plain. */
  readonly secure: SecureSide | null;
  /** The newest request on it, until that was read and answered. */
  latest: OpenRequest | null;
  /** Nothing that still comes on it is served: its framing can not be trusted, its last answer is given, or it was asked to go. */
  over: boolean;
  /** An answer that is being written, and when the caller last took any of it; null where all is on its way. */
  unwritten: { readonly takenTick: number } | null;
  readonly gone: Set<() => void>;
  /** None of its requests waits for an answer, or for a large one to be taken, and no body for its end. */
  readonly isIdle: boolean;
  /** Whether a request came on it. */
  hasAsked: boolean;
  /** When its newest request came, or it was opened (`performance.now()`). */
  usedTick: number;
  /** A request was read. */
  enter(): void;
  /** A request was answered. */
  leave(): void;
  /** Takes no more requests, and goes when those under way are answered. */
  end(): void;
}

/** Beyond so many unanswered requests no more of a connection is read; what one read brought is served. */
const maxOutstanding = 32;

// The first asking is met by a reset, and the reset by the next one: nothing else tells of it once the caller's
// side has ended. Later ones are for callers who are far away.
const askAfterMs = [0, 50, 500, 3_000];

/**
 * Shutting the sending side and hanging up look the same. An interim answer (RFC 9110, 15.2) tells them apart:
 * who is gone resets the connection, who still listens passes it over.
 */
function askWhetherGone({ socket }: Connection, call: OpenRequest): void {
  if (!call.request.complete || call.request.httpVersion !== '1.1') return;
  for (const ms of askAfterMs) {
    setTimeout(() => {
      if (!call.answered && !socket.destroyed) call.response.writeProcessing();
    }, ms).unref();
  }
}

/** Starts to look after a connection. */
export function openConnection(socket: Socket, secure: SecureSide | null, openedTick: number): Connection {
  let outstanding = 0;
  let isLeaving = false;
  const connection: Connection = {
    socket,
    secure,
    latest: null,
    over: false,
    unwritten: null,
    gone: new Set(),
    hasAsked: false,
    usedTick: openedTick,
    get isIdle() {
      return outstanding === 0;
    },
    enter() {
      outstanding += 1;
      if (outstanding > maxOutstanding) socket.pause();
    },
    leave() {
      outstanding -= 1;
      if (outstanding === maxOutstanding) socket.resume();
      if (isLeaving && outstanding === 0) socket.destroySoon();
    },
    end() {
      connection.over = isLeaving = true;
      if (outstanding === 0) socket.destroySoon();
    },
  };
  // Node resumes a socket whenever somebody wants more of a request.
  socket.on('resume', () => {
    if (outstanding > maxOutstanding) socket.pause();
  });
  socket.on('end', () => {
    if (connection.latest !== null) askWhetherGone(connection, connection.latest);
  });
  socket.on('close', () => {
    connection.over = true;
    connection.latest?.breakOff(problem('malformed_request', { detail: 'The request was cut off' }));
    for (const tell of connection.gone) tell();
    connection.gone.clear();
  });
  return connection;
}

/** Bytes that are no request, or come too late: whose fault is it, and what is answered. */
export function handleParserError(error: NodeJS.ErrnoException, connection: Connection): void {
  const { socket, latest } = connection;
  if (socket.destroyed) return;
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') {
    socket.destroy();
    return;
  }
  connection.over = true;
  if (latest === null) sayBare(socket, error.code);
  // A complete request that waits for its answer has it first; the connection ends with it.
  else if (!latest.answered) latest.breakOff(problemOf(error.code));
  else if (!latest.response.writableFinished) latest.response.once('finish', () => socket.destroySoon());
  else if (latest.request.complete) sayBare(socket, error.code);
  else socket.destroySoon();
}

function problemOf(code: string | undefined): Problem {
  return code === 'ERR_HTTP_REQUEST_TIMEOUT'
    ? problem('body_late')
    : problem('malformed_request', { reason: `The body is malformed (${code ?? 'no code'})` });
}

function sayBare(socket: Socket, code: string | undefined): void {
  // Whoever sent nothing asked nothing.
  if (!socket.writable || socket.bytesRead === 0) {
    socket.destroy();
    return;
  }
  socket.end(`HTTP/1.1 ${bareStatus(code)}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  socket.destroySoon();
}

function bareStatus(code: string | undefined): string {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return '408 Request Timeout';
  if (code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large';
  return '400 Bad Request';
}
