// The two ways to the runtime: the port that the desktop's preload passes on, and the socket of the service.
// Either gives a link for as long as it lasts.
import type { ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';

export type Link = ClientLink<Record<never, never>>;

/** Whom the runtime answers: nobody without its token. */
export type End = 'lost' | 'refused';

export interface Carrier {
  readonly link: Link;
  /** Called once, when calls can be made. */
  onOpen(callback: () => void): void;
  /** Called once, when no more can be. */
  onEnd(callback: (end: End) => void): void;
}

/** The preload waits for this message and hands the port that comes with it to the main process. */
const portOffer = 'hookline:port';
/** Longer than a window takes to find its main process; without a desktop nobody ever answers. */
const portPatienceMs = 5000;

export function openPort(): Carrier {
  const { port1, port2 } = new MessageChannel();
  const link = new PortLink({ port: port1 });
  port1.start();
  window.postMessage(portOffer, '*', [port2]);
  const answered = link.call(['host', 'status'], undefined, { context: {} });
  return {
    link,
    // A port has no opening: the first answer shows that somebody holds its other end.
    onOpen: (callback) => void answered.then(callback),
    onEnd: (callback) => {
      port1.addEventListener('close', () => callback('lost'), { once: true });
      const patience = setTimeout(() => callback('refused'), portPatienceMs);
      void answered.then(() => clearTimeout(patience));
    },
  };
}

export function openSocket(token: string): Carrier {
  const address = new URL('/rpc', location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address, ['hookline.v1', `tok.${token}`]);
  let wasOpen = false;
  return {
    link: new SocketLink({ websocket: socket }),
    onOpen: (callback) =>
      socket.addEventListener('open', () => {
        wasOpen = true;
        callback();
      }),
    onEnd: (callback) =>
      socket.addEventListener('close', () => {
        if (wasOpen) callback('lost');
        else void isRefused(token).then((refused) => callback(refused ? 'refused' : 'lost'));
      }),
  };
}

/** A page is not told why its socket did not open, so the token is tried over HTTP. */
async function isRefused(token: string): Promise<boolean> {
  try {
    const answer = await fetch('/api/status', { headers: { authorization: `Bearer ${token}` } });
    return answer.status === 401;
  } catch {
    return false;
  }
}
