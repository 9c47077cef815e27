import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { BeginProcess } from '#main/host.ts';
import type { Errand, ErrandOutcome, RunErrand } from '#main/ports/errand.ts';
import type { Destinations } from '#main/ports/run.ts';
import { withProcesses } from '../process-port.ts';

const longestMs: { readonly [K in Errand['kind']]: number } = { test: 10_000, webhook: 30_000, mail: 60_000 };

const graceMs = 1_000;
const pauseMs = 20;

export interface Errands {
  readonly run: RunErrand;
  /** Ends those that are under way and do not come back at once, without an answer. */
  close(): Promise<void>;
}

/** Goes on errands, each in a thread of its own, which nothing that hangs outlives. */
export function createErrands(
  workerUrl: URL,
  destinations: () => Destinations,
  beginProcess?: BeginProcess,
): Errands {
  const workers = new Set<Worker>();

  async function run(errand: Errand): Promise<ErrandOutcome> {
    const beganMs = performance.now();
    const worker = new Worker(workerUrl, {
      name: 'errand',
      ...withProcesses(beginProcess, { errand, destinations: destinations() }),
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 128 },
    });
    workers.add(worker);
    let timer: NodeJS.Timeout | undefined;
    const outcome = await new Promise<Omit<ErrandOutcome, 'durationMs'>>((done) => {
      const longest = longestMs[errand.kind];
      timer = setTimeout(
        () => done({ ok: false, text: `There was no answer within ${longest / 1000} s.` }),
        longest,
      );
      worker.once('message', done);
      worker.once('error', (error) => done({ ok: false, text: error.message }));
      worker.once('exit', () => done({ ok: false, text: 'It ended without an answer.' }));
    });
    clearTimeout(timer);
    await worker.terminate();
    // Now, so that whoever waits for all of them to come back knows what this one says.
    workers.delete(worker);
    return { ...outcome, durationMs: performance.now() - beganMs };
  }

  return {
    run,
    async close() {
      const until = performance.now() + graceMs;
      while (workers.size > 0 && performance.now() < until) await sleep(pauseMs);
      await Promise.all([...workers].map((worker) => worker.terminate()));
    },
  };
}
