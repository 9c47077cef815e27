// Carries the contract over a WebSocket, for the screens in a browser. Who may connect was decided before.
import { RPCHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import type { Router } from '#main/capability/index.ts';
import type { Log } from '#main/host.ts';
import type { SignedIn } from '#shared/model/access.ts';
import { paceRequests } from './pace-requests.ts';
import { reportBug } from './report-bug.ts';

/** Answers the requests of one socket until it closes. */
export function serveSocket(
  router: Router,
  socket: WebSocket,
  signedIn: SignedIn,
  log?: Pick<Log, 'error'>,
): void {
  // What the reader has not taken yet: answers and streams wait while it grows.
  const backlog = () => socket.bufferedAmount;
  const handler = new RPCHandler(router, { interceptors: [reportBug(log), paceRequests(backlog)] });
  void handler.upgrade(socket, { context: { signedIn, backlog } });
}
