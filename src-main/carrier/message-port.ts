// Carries the contract over a MessagePort, for the screens of the desktop app. Knows nothing of Electron.
import { RPCHandler } from '@orpc/server/message-port';
import type { Router } from '#main/capability/index.ts';
import { folderOwner } from '#main/capability/local-client.ts';
import type { Log } from '#main/host.ts';
import { paceRequests } from './pace-requests.ts';
import { reportBug } from './report-bug.ts';

type Port = Parameters<RPCHandler<object>['upgrade']>[0];

/** Answers the requests of one port until it closes. The caller starts the port. */
export function servePort(router: Router, port: Port, log?: Pick<Log, 'error'>): void {
  // A port does not tell how much it has not delivered yet; its reader lives on the same machine.
  const handler = new RPCHandler(router, { interceptors: [reportBug(log), paceRequests()] });
  handler.upgrade(port, { context: { signedIn: folderOwner } });
}
