import { StoreFailure } from '#main/ports/store-failure.ts';
import type { Operation, StoreThread, ThreadEvents } from './thread.ts';
import type { OpenedReader, ReadOperations } from './worker.ts';

export interface Reader {
  operation<K extends keyof ReadOperations>(name: K): Operation<ReadOperations, K>;
  abandon(why: Error): void;
  close(): Promise<void>;
}

type ReadThread = StoreThread<ReadOperations, OpenedReader>;

interface ReaderDeps {
  start(lost: ThreadEvents['lost']): Promise<ReadThread>;
  /** The files cannot be relied on any more, or a thread ended soon after another. */
  lost(why: Error): void;
  /** A thread ended by itself: the lookups under way failed, and the next one begins another thread. */
  ended(why: Error): void;
  /** `performance.now()`. */
  tick(): number;
}

/** What ends two threads within this time will end the third one too. */
const soonMs = 60_000;

/** The reading thread, begun when something is first looked up: a service that nobody watches does without its memory. */
export function createReader({ start, lost, ended: endedByItself, tick }: ReaderDeps): Reader {
  let thread: Promise<ReadThread> | null = null;
  let ended: StoreFailure | null = null;
  let endedTick = -Infinity;

  async function open(): Promise<ReadThread> {
    try {
      const started = await start(leave);
      if (!('problem' in started.opened)) return started;
      throw new StoreFailure(started.opened.problem.detail);
    } catch (error) {
      thread = null;
      if (error instanceof StoreFailure) throw error;
      throw new StoreFailure('The reader of the store cannot begin.', { cause: error });
    }
  }

  function leave(why: StoreFailure, isFatal: boolean): void {
    thread = null;
    if (ended !== null) return;
    const isSoon = tick() - endedTick < soonMs;
    endedTick = tick();
    if (!isFatal && !isSoon) return endedByItself(why);
    ended = why;
    lost(why);
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
