// Carries the contract over a MessagePort, for the screens of the desktop app. Knows nothing of Electron.
import { onMessagePortClose, onMessagePortMessage } from '@orpc/client/message-port';
import type { Router } from '#main/capability/router.ts';
import { folderOwner } from '#main/capability/local-client.ts';
import type { Log } from '#main/host.ts';
import { serveRequests } from './serve-requests.ts';

type Port = Parameters<typeof onMessagePortMessage>[0];

/** Answers the requests of one port until it closes. The caller starts the port. */
export function servePort(router: Router, port: Port, log?: Pick<Log, 'error'>): void {
  const connection = {
    onMessage: (take: (message: unknown) => void) => onMessagePortMessage(port, take),
    onClose: (gone: () => void) => onMessagePortClose(port, gone),
    send: (message: string | ArrayBufferLike | Uint8Array) => port.postMessage(message),
    // It is the one port of its page, which would not get another.
    refuse: () => undefined,
  };
  // A port does not tell how much it has not delivered yet; its reader lives on the same machine.
  serveRequests(router, connection, { signedIn: folderOwner }, log);
}
