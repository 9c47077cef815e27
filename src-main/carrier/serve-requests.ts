import { RPCHandler } from '@orpc/server/message-port';
import type { RpcContext } from '#main/capability/deps.ts';
import type { Router } from '#main/capability/index.ts';
import type { Log } from '#main/host.ts';
import { isRequest } from './is-request.ts';
import { paceRequests } from './pace-requests.ts';
import { reportBug } from './report-bug.ts';

/** One end of something that carries messages both ways. */
export interface Connection {
  onMessage(take: (message: unknown) => void): void;
  onClose(gone: () => void): void;
  send(message: string | Uint8Array): void;
  /** A message came that is no request; nobody waits for an answer to it. */
  refuse(): void;
}

/** Answers the requests of one connection until it closes. */
export function serveRequests(
  router: Router,
  connection: Connection,
  context: RpcContext,
  log?: Pick<Log, 'error'>,
): void {
  const handler = new RPCHandler(router, { interceptors: [reportBug(log), paceRequests(context.backlog)] });
  const take = (listen: (message: unknown) => void) =>
    // What is no request would end the process by a promise that nobody looks at.
    connection.onMessage((message) => (isRequest(message) ? listen(message) : connection.refuse()));
  handler.upgrade(
    {
      onMessage: { addListener: take },
      onDisconnect: { addListener: (gone) => connection.onClose(gone) },
      postMessage: (message: string | Uint8Array) => connection.send(message),
    },
    { context },
  );
}
