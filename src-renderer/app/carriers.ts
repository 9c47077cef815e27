// The two ways to the runtime: the port that the desktop's preload passes on, and the socket of the service.
// Either gives a link for as long as it lasts.
import { type ClientLink, mapEventIterator, ORPCError } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { refuseSize } from '#shared/contract/request-size.ts';
import { problem, type Problem, statusOf } from '#shared/problem.ts';

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

const toFailure = ({ code, detail }: Problem) =>
  new ORPCError(code, { status: statusOf(code), message: detail });

/** Sends a message of oRPC, which is text, where the other end takes as much. */
const measured =
  (send: (message: string) => void) =>
  (message: unknown): void => {
    const text = String(message);
    const refused = refuseSize(text);
    if (refused !== null) throw toFailure(refused);
    send(text);
  };

/** A link whose requests and streams fail in words where they end with it. `ready`: it has opened, or never will. */
const inWords = (link: Link, ready: Promise<unknown>, isOver: () => boolean): Link => ({
  async call(path, input, options) {
    await ready;
    if (isOver()) throw lost('Nothing was sent.');
    const wordsFor = (error: unknown, detail?: string): unknown =>
      isOver() && !(error instanceof ORPCError) && options.signal?.aborted !== true ? lost(detail) : error;
    try {
      const answer = await link.call(path, input, options);
      if (!isStream(answer)) return answer;
      return mapEventIterator(answer, {
        value: async (value) => value,
        error: async (error) => wordsFor(error),
      });
    } catch (error) {
      throw wordsFor(error, outcomeUnknown);
    }
  },
});

const lost = (detail?: string) => toFailure(problem('connection_lost', { detail }));

const isStream = (answer: unknown): answer is AsyncIterator<unknown> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;

const outcomeUnknown =
  'No answer came: if something was to be changed, it may have been done. Look before you try again.';

/** The desktop says so in the page that it serves: the address is not for a page to judge by. */
const isDesktop = (): boolean => document.documentElement.dataset.face === 'desktop';

/** The preload passes on the one port of this document when the page says that it listens. */
export function openPort(): Carrier {
  const arrived = Promise.withResolvers<MessagePort>();
  let isOver = false;
  window.addEventListener('message', function take({ source, data, ports: [port] }) {
    if (source !== window || data !== 'hookline:port' || !port) return;
    window.removeEventListener('message', take);
    arrived.resolve(port);
  });
  window.postMessage('hookline:ready', location.origin);
  const link = arrived.promise.then((port) => {
    port.addEventListener('close', () => (isOver = true));
    port.start();
    const addEventListener = port.addEventListener.bind(port);
    const postMessage = measured((message) => port.postMessage(message));
    return new PortLink({ port: { addEventListener, postMessage } });
  });
  const call: Link['call'] = async (...request) => (await link).call(...request);
  return {
    link: inWords({ call }, link, () => isOver),
    onOpen: (callback) => void link.then(() => callback()),
    onEnd: (callback) => {
      if (!isDesktop()) callback('refused');
      void arrived.promise.then((port) =>
        port.addEventListener('close', () => callback('lost'), { once: true }),
      );
    },
  };
}

/** The runtime closes with it what was open with a token that was revoked, or whose time is over. */
const tokenEnded = 4401;

export function openSocket(token: string): Carrier {
  const address = new URL('/rpc', location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address, ['hookline.v1', `tok.${token}`]);
  let wasOpen = false;
  const settled = new Promise<unknown>((settle) => {
    socket.addEventListener('open', settle);
    socket.addEventListener('close', settle);
  });
  const link = new SocketLink({
    websocket: {
      get readyState() {
        return socket.readyState;
      },
      addEventListener: socket.addEventListener.bind(socket),
      removeEventListener: socket.removeEventListener.bind(socket),
      send: measured((message) => socket.send(message)),
    },
  });
  return {
    link: inWords(link, settled, () => socket.readyState > WebSocket.OPEN),
    onOpen: (callback) =>
      socket.addEventListener('open', () => {
        wasOpen = true;
        callback();
      }),
    onEnd: (callback) =>
      socket.addEventListener('close', ({ code }) => {
        if (wasOpen) callback(code === tokenEnded ? 'refused' : 'lost');
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
