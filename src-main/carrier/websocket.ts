// Carries the contract over a WebSocket, for the screens in a browser. Who may connect was decided before.
import type { WebSocket } from 'ws';
import type { Router } from '#main/capability/router.ts';
import type { Log } from '#main/host.ts';
import type { SignedIn } from '#shared/model/access.ts';
import { serveRequests } from './serve-requests.ts';

/** Its content is not what it should be (RFC 6455, 7.4.1). */
const notARequest = 1007;

/** Answers the requests of one socket until it closes. */
export function serveSocket(
  router: Router,
  socket: WebSocket,
  signedIn: SignedIn,
  log?: Pick<Log, 'error'>,
): void {
  const isOpen = () => socket.readyState === socket.OPEN;
  const connection = {
    onMessage: (take: (message: unknown) => void) =>
      socket.on('message', (bytes, isBinary) => {
        // Whoever is told to go is heard no more, however late they close in turn.
        if (isOpen()) take(!isBinary && Buffer.isBuffer(bytes) ? bytes.toString() : bytes);
      }),
    onClose: (gone: () => void) => socket.on('close', gone),
    send: (message: string | ArrayBufferLike | Uint8Array) => socket.send(message),
    refuse: () => socket.close(notARequest, 'Not a request'),
  };
  // What the reader has not taken yet: answers and streams wait while it grows, and begin no more when it is told to go.
  const backlog = () => (isOpen() ? socket.bufferedAmount : Infinity);
  serveRequests(router, connection, { signedIn, backlog }, log);
}
