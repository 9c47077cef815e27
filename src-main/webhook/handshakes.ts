import type { Socket } from 'node:net';

/** Connections whose TLS handshake is not done. Who never ends one keeps nobody out: the oldest makes room. */
export interface Handshakes {
  begin(socket: Socket): void;
  /** `secure`: the connection over the socket that began. */
  end(secure: Socket): void;
  breakOff(): void;
}

export function createHandshakes(max: number): Handshakes {
  const pending = new Map<string, Socket>();
  return {
    begin(socket) {
      const name = nameOf(socket);
      pending.set(name, socket);
      socket.once('close', () => pending.delete(name));
      if (pending.size <= max) return;
      const [oldest] = pending.values();
      oldest?.destroy();
    },
    end: (secure) => void pending.delete(nameOf(secure)),
    breakOff() {
      for (const socket of pending.values()) socket.destroy();
    },
  };
}

/** Nothing else that Node tells is the same of a connection before and after its handshake. */
const nameOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;
