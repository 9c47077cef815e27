// The Chrome DevTools protocol over one socket, many sessions.
import { EventEmitter } from 'node:events';
import type { CDPSession } from '@playwright/test';

/** A session with a target; the types of its commands and events are Playwright's. */
export interface CdpSession extends Pick<CDPSession, 'send' | 'on'> {
  /** Resolves when the target is gone, crashed or not. */
  readonly detached: Promise<void>;
}

export interface Cdp {
  readonly browser: CdpSession;
  attach(targetId: string): Promise<CdpSession>;
}

interface Incoming {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method: string;
  readonly params: unknown;
  readonly result: unknown;
  readonly error?: { readonly message: string };
}

/** For what nobody waits for: mostly its page has gone meanwhile, and of no fault of the double the app is to hear. */
export function unheard(asked: Promise<unknown>): void {
  asked.catch((error: unknown) => console.error('electron double:', error));
}

export async function connectCdp(address: string): Promise<Cdp> {
  const socket = new WebSocket(address);
  const opened = Promise.withResolvers<void>();
  socket.onopen = () => opened.resolve();
  socket.onerror = () => opened.reject(new Error(`electron double: no connection to ${address}`));
  await opened.promise;

  const waiting = new Map<number, { method: string } & PromiseWithResolvers<unknown>>();
  const sessions = new Map<string | undefined, EventEmitter>();
  let lastId = 0;

  socket.onmessage = ({ data }) => {
    const { id, sessionId, method, params, result, error } = JSON.parse(String(data)) as Incoming;
    if (id === undefined) return void sessions.get(sessionId)?.emit(method, params);
    const command = waiting.get(id);
    waiting.delete(id);
    // Whoever asked it of a page that has gone is gone with it.
    if (error?.message === 'Session with given id not found.') return;
    if (error) command?.reject(new Error(`${command.method}: ${error.message}`));
    else command?.resolve(result);
  };

  function openSession(sessionId?: string): CdpSession {
    const events = new EventEmitter();
    sessions.set(sessionId, events);
    const send = (method: string, params: object = {}): Promise<unknown> => {
      const id = ++lastId;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(id, { method, ...answer });
      socket.send(JSON.stringify({ id, method, params, sessionId }));
      return answer.promise;
    };
    // The one place where the protocol's types are taken on trust.
    const detached = new Promise<void>((resolve) => events.once('detached', resolve));
    return { send, on: events.on.bind(events), detached } as unknown as CdpSession;
  }

  const browser = openSession();
  browser.on('Target.detachedFromTarget', ({ sessionId }) => void sessions.get(sessionId)?.emit('detached'));
  return {
    browser,
    async attach(targetId) {
      const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
      return openSession(sessionId);
    },
  };
}
