// The one typed client. It outlives the connection: a lost one is opened again, and its state can be seen.
// It never repeats a request by itself: only the asker knows whether that is safe.
import { createORPCClient } from '@orpc/client';
import { createStore, useStore } from 'zustand';
import { failureOf } from '#shared/contract/failure.ts';
import type { Client } from '#shared/contract/index.ts';
import { openPort, openSocket, type Link } from './carriers.ts';
import { onToken, takeToken } from './token.ts';

export interface Connection {
  readonly state: 'connecting' | 'connected' | 'lost' | 'refused';
  /** Grows with each connection; streams are asked for again when it does. */
  readonly epoch: number;
}

export const connection = createStore<Connection>(() => ({ state: 'connecting', epoch: 0 }));
export const useConnection = (): Connection => useStore(connection);

/** That no answer can come over the connection, or none did. */
export const isConnectionLost = (error: unknown): boolean => failureOf(error).code === 'connection_lost';

/** The token is wrong or at its end, or there is neither a token nor a desktop that answers. */
export const isSignedOut = ({ state }: Connection): boolean => state === 'refused';

const longestPauseMs = 5000;
let token = takeToken();
let link: Link;

function connect(failures: number): void {
  const carrier = token === null ? openPort() : openSocket(token);
  link = carrier.link;
  let lost = failures + 1;
  carrier.onOpen(() => {
    lost = 0;
    connection.setState(({ epoch }) => ({ state: 'connected', epoch: epoch + 1 }));
  });
  carrier.onEnd((end) => {
    connection.setState({ state: end });
    if (end === 'lost') setTimeout(() => connect(lost), Math.min(250 * 2 ** lost, longestPauseMs));
  });
}

connect(0);

onToken((given) => {
  const isOther = given !== token;
  token = given;
  if (isSignedOut(connection.getState())) connect(0);
  // What is open with another one ends with its page.
  else if (isOther) location.reload();
});

export const client: Client = createORPCClient({
  call: (path, input, options) => link.call(path, input, options),
});
