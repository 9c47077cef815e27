// Carries the requests of a page to a service of another process, word for word.
import { once } from 'node:events';
import { onMessagePortClose, onMessagePortMessage } from '@orpc/client/message-port';
import { WebSocket } from 'ws';

type Port = Parameters<typeof onMessagePortMessage>[0];

export interface ServicePlace {
  readonly adminUrl: string;
  readonly token: string;
}

/** Gives false where the service does not answer. `ended`: the service is gone; the port stays open for its holder. */
export async function relayPort(
  port: Port,
  { adminUrl, token }: ServicePlace,
  ended: () => void,
): Promise<boolean> {
  const address = new URL('/rpc', adminUrl);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address, ['hookline.v1', `tok.${token}`]);
  const isOpen = once(socket, 'open').then(
    () => true,
    () => false,
  );
  // What goes wrong later ends with `close`.
  socket.on('error', () => undefined);
  if (!(await isOpen)) return false;
  onMessagePortMessage(port, (message) => {
    if (socket.readyState === socket.OPEN) socket.send(message);
  });
  onMessagePortClose(port, () => socket.close());
  socket.on('message', (bytes, isBinary) =>
    port.postMessage(!isBinary && Buffer.isBuffer(bytes) ? bytes.toString() : bytes),
  );
  socket.on('close', ended);
  return true;
}
