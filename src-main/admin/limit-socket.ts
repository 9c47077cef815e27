import type { WebSocket } from 'ws';

const maxMessagesPerSecond = 1_000;
const maxBacklogBytes = 1_048_576;
const lookAgainMs = 50;

/** Ends a connection that sends more than screens ever do, and reads nothing from one that takes nothing. */
export function limitSocket(socket: WebSocket): void {
  let second = 0;
  let messages = 0;
  socket.on('error', () => undefined);
  socket.on('message', () => {
    const now = Math.trunc(performance.now() / 1000);
    messages = now === second ? messages + 1 : 1;
    second = now;
    if (messages > maxMessagesPerSecond) socket.close(1008, 'Too many messages');
    else if (socket.bufferedAmount > maxBacklogBytes && !socket.isPaused) waitForReader(socket);
  });
}

/** A reader that never comes back answers no ping either, and is ended by that. */
function waitForReader(socket: WebSocket): void {
  socket.pause();
  const looking = setInterval(() => {
    if (socket.bufferedAmount > maxBacklogBytes && socket.readyState === socket.OPEN) return;
    clearInterval(looking);
    socket.resume();
  }, lookAgainMs);
}
