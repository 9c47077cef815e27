// A process beside this thread: begun by Node.js, or by whoever made the thread where that is no Node.js program.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { MessageChannel, workerData } from 'node:worker_threads';
import type { OwnProcess } from '#main/host.ts';
import type { ProcessPort } from '../process-port.ts';

export interface Child {
  send(message: unknown): void;
  onMessage(take: (message: unknown) => void): void;
  /** Called once or more when it has ended, or could not begin. */
  onEnd(take: (error?: Error) => void): void;
  /** At once, whatever it does. */
  kill(): void;
  /** When it has nothing to do any more. */
  close(): void;
}

export function beginChild(entry: URL, args: readonly string[]): Child {
  const { processes }: ProcessPort = workerData ?? {};
  if (processes === undefined) return forked(entry, args);
  const { port1, port2 } = new MessageChannel();
  const wanted: OwnProcess = { entry: fileURLToPath(entry), args, port: port2 };
  processes.postMessage(wanted, [port2]);
  return {
    send: (message) => port1.postMessage(message),
    onMessage: (take) => void port1.on('message', take),
    onEnd: (take) => void port1.once('close', () => take()),
    kill: () => port1.close(),
    close: () => port1.close(),
  };
}

function forked(entry: URL, args: readonly string[]): Child {
  const child = fork(entry, args, {
    serialization: 'advanced',
    execArgv: [],
    env: {},
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return {
    send: (message) => void child.send(message as object),
    onMessage: (take) => void child.on('message', take),
    onEnd(take) {
      child.on('error', take);
      child.on('exit', () => take());
    },
    kill: () => void child.kill('SIGKILL'),
    close: () => child.disconnect(),
  };
}
