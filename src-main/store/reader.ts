import { StoreFailure } from '#main/ports/store-failure.ts';
import type { Operation, StoreThread } from './thread.ts';
import type { OpenedReader, ReadOperations } from './worker.ts';

export interface Reader {
  operation<K extends keyof ReadOperations>(name: K): Operation<ReadOperations, K>;
  abandon(why: Error): void;
  close(): Promise<void>;
}

/** The reading thread, begun when something is first looked up: a service that nobody watches does without its memory. */
export function createReader(start: () => Promise<StoreThread<ReadOperations, OpenedReader>>): Reader {
  let thread: Promise<StoreThread<ReadOperations, OpenedReader>> | null = null;
  let ended: StoreFailure | null = null;

  async function open(): Promise<StoreThread<ReadOperations, OpenedReader>> {
    const started = await start();
    if (!('problem' in started.opened)) return started;
    thread = null;
    throw new StoreFailure(started.opened.problem.detail);
  }

  return {
    operation<K extends keyof ReadOperations>(name: K) {
      const look = async (of: unknown): Promise<unknown> => {
        if (ended !== null) throw ended;
        thread ??= open();
        const operation = (await thread).operation(name) as (of: unknown) => Promise<unknown>;
        return operation(of);
      };
      return look as Operation<ReadOperations, K>;
    },
    abandon(why) {
      ended = new StoreFailure(`The reader of the store ended: ${why.message}`, { cause: why });
      thread?.then(
        (started) => started.abandon(why),
        () => undefined,
      );
    },
    async close() {
      ended ??= new StoreFailure('The store is closed.');
      const started = await thread?.catch(() => null);
      await started?.close();
    },
  };
}
