import { Worker } from 'node:worker_threads';
import { StoreFailure } from '#main/ports/store-failure.ts';
import type { StoreThreadData } from './thread-data.ts';
import type { OpenedReader } from './worker.ts';
import type { Reply, Request } from './writer.ts';

export type Operation<Operations, K extends keyof Operations> = Operations[K] extends (
  ...given: infer Given
) => infer Value
  ? (...given: Given) => Promise<Value>
  : never;

export interface StoreThread<Operations, Opened = OpenedReader> {
  readonly opened: Opened;
  /** One operation as a function; its answer comes after the commit. */
  operation<K extends keyof Operations & string>(name: K): Operation<Operations, K>;
  /** Ends the thread at once: its files can no longer be relied on. */
  abandon(why: Error): void;
  /** Fails where the thread could not bring everything home. */
  close(): Promise<void>;
}

/**
 * A turn that brings more than this hands over in parts: the thread commits the first while the others are still
 * being read, and neither waits for the other.
 */
const maxGathered = 8;

export interface ThreadEvents {
  /** The thread ended, or had to. `isFatal`: what it knew of its files can no longer be relied on. */
  lost(why: StoreFailure, isFatal: boolean): void;
  /** Something found no room on the disk. */
  full(): void;
}

interface Waiter {
  resolve(value: unknown): void;
  reject(failure: StoreFailure): void;
}

/**
 * Starts a store thread. Requests of one turn of the event loop cross together, and answers come in the order
 * of requests, so that a queue of waiters is all that is needed to match them.
 */
export async function startStoreThread<Operations, Opened extends object = OpenedReader>(
  workerUrl: URL,
  data: StoreThreadData,
  on: ThreadEvents,
): Promise<StoreThread<Operations, Opened>> {
  const worker = new Worker(workerUrl, {
    workerData: data,
    transferList: data.holding === undefined ? [] : [data.holding.port],
    name: `store-${data.role}`,
  });
  const waiters: Waiter[] = [];
  let answered = 0;
  let gathered: Request<Operations>[] = [];
  let lost: StoreFailure | null = null;
  let closing = false;

  const opened = await new Promise<Opened>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(`The ${data.role} of the store ended before it was open.`)));
  });
  // It ends by itself, and nothing is lost by that.
  if ('problem' in opened) lost = new StoreFailure(`The ${data.role} of the store is not open.`);

  function settle(replies: readonly Reply[]): void {
    // A thread that is being ended may still have a word to say; everybody who waited has been told.
    if (lost !== null) return;
    for (const reply of replies) {
      const waiter = waiters[answered++]!;
      if ('value' in reply) waiter.resolve(reply.value);
      else waiter.reject(new StoreFailure(reply.failure, { code: reply.code }));
    }
    // Dropping the answered ones now and then, in one go, keeps a long queue cheap.
    if (answered > 1_024 || answered === waiters.length) {
      waiters.splice(0, answered);
      answered = 0;
    }
    const failures = replies.filter((reply) => 'failure' in reply);
    if (failures.some(({ code }) => code === 'storage_full')) on.full();
    const fatal = failures.find(({ isFatal }) => isFatal);
    if (fatal !== undefined) abandon(new Error(fatal.failure));
  }

  /** Everything asked for and not answered fails, and so does whatever is asked for later. */
  function abandon(why: Error): void {
    lose(why, true);
    void worker.terminate();
  }

  function lose(error: Error, isFatal = false): void {
    if (lost !== null) return;
    lost = new StoreFailure(`The ${data.role} of the store ended: ${error.message}`, { cause: error });
    for (const waiter of waiters.splice(0).slice(answered)) waiter.reject(lost);
    answered = 0;
    // At the end it is told to who closes.
    if (!closing) on.lost(lost, isFatal);
  }

  function failIfLost(): void {
    if (lost !== null) throw lost;
  }

  worker.on('message', settle);
  worker.on('error', (error: Error) => lose(error));
  worker.on('messageerror', (error) => lose(error));
  worker.on('exit', (code) => {
    if (!closing || code !== 0) lose(new Error(`exit code ${code}`));
  });

  function send(): void {
    if (gathered.length === 0) return;
    const requests = gathered;
    gathered = [];
    worker.postMessage(requests);
  }

  return {
    opened,
    abandon,
    operation<K extends keyof Operations & string>(name: K) {
      const ask = (argument?: unknown) =>
        new Promise((resolve, reject) => {
          if (lost !== null || closing) {
            reject(lost ?? new StoreFailure('The store is closed.'));
            return;
          }
          waiters.push({ resolve, reject });
          const count = gathered.push([name, argument]);
          if (count === 1) setImmediate(send);
          else if (count === maxGathered) send();
        });
      return ask as Operation<Operations, K>;
    },
    async close() {
      if (closing) return;
      closing = true;
      if (lost !== null) return;
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      if (gathered.length > 0) send();
      worker.postMessage('close');
      await ended;
      failIfLost();
    },
  };
}
