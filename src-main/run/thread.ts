import { Worker } from 'node:worker_threads';
import type { CalleeAnswer, Needed, Program, RunConditions } from '#main/ports/run.ts';
import type { Execution, RunMessage, ThreadMessage, WorkerMessage } from './messages.ts';
import type { BeginProcess } from '#main/host.ts';
import { withProcesses } from './process-port.ts';
import { createPulse, type Holder, nowMs } from './pulse.ts';
import { createRecent } from './recent.ts';
import { wordsOf } from './step-failure.ts';

const maxPrograms = 500;
/** Those who wait for the start come first. */
const warmUpAfterMs = 300;

/** One worker thread as the pool sees it. */
export interface Thread {
  /** `mayTransfer`: nobody else needs the bytes of the body. */
  send(id: number, program: Program, execution: Execution, mayTransfer: boolean): void;
  follow(conditions: Partial<RunConditions>): void;
  answer(ask: number, callee: CalleeAnswer): void;
  holder(): Holder;
  /** How long ago the thread was taken by the execution that holds it; 0 where none does. */
  heldMs(): number;
  /** Grows as long as the thread comes on; 0 before it has started. */
  beats(): number;
  /** The execution that began last; they begin in the order of their numbers. */
  begun(): number;
  end(): Promise<void>;
}

export function startThread(options: {
  readonly workerUrl: URL;
  readonly heapMebibytes: number;
  readonly needed?: (() => Needed) | undefined;
  readonly conditions: RunConditions;
  readonly beginProcess?: BeginProcess | undefined;
  readonly onMessages: (messages: readonly WorkerMessage[]) => void;
  readonly onExit: (why: string) => void;
}): Thread {
  const pulse = createPulse();
  const known = createRecent<string, true>(maxPrograms);
  const worker = new Worker(options.workerUrl, {
    name: 'run',
    ...withProcesses(options.beginProcess, {
      memory: pulse.memory,
      conditions: options.conditions,
    }),
    // Neither the environment nor the flags of the process are any business of workflows.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: options.heapMebibytes },
  });
  let outbox: RunMessage[] = [];
  let transfers: ArrayBuffer[] = [];
  let why = 'The thread ended.';

  // A service begins its first thread before it knows its integrations.
  const asking = setTimeout(() => {
    if (options.needed !== undefined)
      worker.postMessage({ needed: options.needed() } satisfies ThreadMessage);
  }, warmUpAfterMs).unref();

  worker.on('message', options.onMessages);
  worker.on('error', (error) => {
    why = wordsOf(error);
  });
  worker.on('messageerror', (error) => {
    why = wordsOf(error);
    void worker.terminate();
  });
  worker.once('exit', () => {
    clearTimeout(asking);
    options.onExit(why);
  });

  function flush(): void {
    worker.postMessage(outbox satisfies ThreadMessage, transfers);
    outbox = [];
    transfers = [];
  }

  return {
    send(id, program, execution, mayTransfer) {
      const isKnown = known.get(program.key) === true;
      const forget = isKnown ? null : (known.set(program.key, true) ?? null);
      const body = execution.body === null ? null : ownBuffer(execution.body);
      if (mayTransfer && body !== null) transfers.push(body.buffer);
      outbox.push({
        id,
        key: program.key,
        program: isKnown ? null : program,
        forget,
        execution: { ...execution, body },
      });
      // Executions that begin in the same turn of the loop travel together.
      if (outbox.length === 1) setImmediate(flush);
    },
    follow: (conditions) => worker.postMessage({ conditions } satisfies ThreadMessage),
    answer: (ask, callee) => worker.postMessage({ ask, callee } satisfies ThreadMessage),
    holder: pulse.holder,
    heldMs: () => pulse.heldMs(nowMs()),
    beats: pulse.beats,
    begun: pulse.begun,
    async end() {
      await worker.terminate();
    },
  };
}

/** A view into a larger buffer would take all of that buffer along. */
function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes);
}
