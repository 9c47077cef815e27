import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { Reply, Request } from './writer.ts';

/** What a thread does with what it is asked; it may change while it runs. */
export interface Serving<Operations> {
  apply(requests: readonly Request<Operations>[]): Reply[];
  close(): void;
}

const closing = 'close';
const maxGathered = 1_000;

/** Answers messages in the order they come, all that gathered at one time together. */
export function servePort<Operations>(port: MessagePort, serving: Serving<Operations>): void {
  port.on('message', (first: readonly Request<Operations>[] | typeof closing) => {
    let requests: Request<Operations>[] = [];
    let next: typeof first | undefined = first;
    while (next !== undefined && next !== closing) {
      requests = requests.length === 0 ? [...next] : requests.concat(next);
      next =
        requests.length < maxGathered
          ? (receiveMessageOnPort(port)?.message as typeof first | undefined)
          : undefined;
    }
    if (requests.length > 0) port.postMessage(serving.apply(requests));
    if (next === closing) {
      serving.close();
      port.close();
    }
  });
}
