// Carries the contract over a WebSocket, for the screens in a browser. Who may connect was decided before.
import { RPCHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import type { Router } from '#main/capability/index.ts';
import type { Log } from '#main/host.ts';
import { reportBug } from './report-bug.ts';

/** Answers the requests of one socket until it closes. */
export function serveSocket(router: Router, socket: WebSocket, log?: Pick<Log, 'error'>): void {
  const handler = new RPCHandler(router, { interceptors: [reportBug(log)] });
  // What the reader has not taken yet: streams wait while it grows.
  void handler.upgrade(socket, { context: { backlog: () => socket.bufferedAmount } });
}
