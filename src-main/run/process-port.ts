import { MessageChannel, type MessagePort, type WorkerOptions } from 'node:worker_threads';
import type { BeginProcess, OwnProcess } from '#main/host.ts';

/** How a thread asks for processes that it cannot begin by itself; without one it forks them. */
export interface ProcessPort {
  readonly processes?: MessagePort;
}

/** What goes into the options of a new thread. `begin`: absent where a thread can fork. */
export function withProcesses(begin: BeginProcess | undefined, workerData: object): WorkerOptions {
  if (begin === undefined) return { workerData };
  const { port1: ours, port2: processes } = new MessageChannel();
  ours.on('message', (wanted: OwnProcess) => begin(wanted));
  // It ends with its thread and keeps nothing alive.
  ours.unref();
  return { workerData: { ...workerData, processes } satisfies ProcessPort, transferList: [processes] };
}
