// Of oRPC's handlers this one leaves it to us where messages come from, and gives the promise of each.
import { RPCHandler } from '@orpc/server/bun-ws';
import type { RpcContext } from '#main/capability/deps.ts';
import type { Router } from '#main/capability/router.ts';
import type { Log } from '#main/host.ts';
import { isRequest } from './is-request.ts';
import { paceRequests } from './pace-requests.ts';
import { reportBug, textOf } from './report-bug.ts';

/** One end of something that carries messages both ways. */
export interface Connection {
  onMessage(take: (message: unknown) => void): void;
  onClose(gone: () => void): void;
  send(message: string | ArrayBufferLike | Uint8Array): void;
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
  /** Of all that is worked on or waits, in units of its text. */
  let held = 0;
  const pace = paceRequests(context.backlog, () => held);
  const handler = new RPCHandler(router, { interceptors: [reportBug(log), pace] });
  const peer = {
    send(message: Parameters<Connection['send']>[0]) {
      connection.send(message);
      return 0;
    },
  };

  async function answer(message: string): Promise<void> {
    held += message.length;
    try {
      await handler.message(peer, message, { context });
    } catch (error) {
      // What is wrong with a request has an answer: this is none of it, and must not end the process.
      log?.error('a message failed', { error: textOf(error) });
      connection.refuse();
    } finally {
      held -= message.length;
    }
  }

  connection.onMessage((message) => (isRequest(message) ? void answer(message) : connection.refuse()));
  connection.onClose(() => handler.close(peer));
}
