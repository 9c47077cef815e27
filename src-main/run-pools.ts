import { findCallee } from './call/find-callee.ts';
import { neededOf, type Registry } from './call/registry.ts';
import type { Environment } from './environment/environment.ts';
import type { Host } from './host.ts';
import type { CalleeQuestion, RunConditions, RunPort } from './ports/run.ts';
import type { RunErrand } from './ports/errand.ts';
import { createErrands } from './run/errand/create-errands.ts';
import { createRunPool, type RunPoolOptions } from './run/pool.ts';

/** What the settings let workflows do; the environment tells by itself when it changes. */
type Conditions = Omit<RunConditions, 'environment'>;

interface RunPoolsOptions extends Pick<RunPoolOptions, 'readBlob'> {
  readonly host: Pick<Host, 'workers' | 'log' | 'beginProcess'>;
  /** What workflows may call. */
  readonly registry: Registry;
  readonly environment: Pick<Environment, 'toRun' | 'onChanged'>;
  /** At first. */
  readonly conditions: Conditions;
}

export interface RunPools {
  /** Executions of calls. */
  readonly run: RunPort;
  /** Drafts that somebody tries out: one thread with little memory, and none before it is asked for, so that no call waits for it. */
  readonly dryRuns: RunPort;
  /** Apart from all executions. */
  readonly errand: RunErrand;
  /** What holds for workflows from now on. */
  follow(conditions: Conditions): void;
  close(): Promise<void>;
}

export function createRunPools({ host, registry, environment, ...options }: RunPoolsOptions): RunPools {
  const { workers, log, beginProcess } = host;
  let { conditions } = options;
  const ofCalls = {
    ...options,
    log,
    beginProcess,
    workerUrl: workers.run,
    needed: () => neededOf(registry),
    callee: (question: CalleeQuestion) => findCallee(question, registry),
    conditions: { ...conditions, environment: environment.toRun() },
  };
  const errands = createErrands(workers.errand, () => conditions.destinations, beginProcess);
  const run = createRunPool(ofCalls);
  const dryRuns = createRunPool({ ...ofCalls, size: 0, extra: 1, heapMebibytes: 256 });
  function follow(change: Partial<RunConditions>): void {
    run.follow(change);
    dryRuns.follow(change);
  }
  environment.onChanged(() => follow({ environment: environment.toRun() }));
  return {
    run,
    dryRuns,
    errand: errands.run,
    follow(next) {
      conditions = next;
      follow(next);
    },
    async close() {
      await Promise.all([run.close(), dryRuns.close(), errands.close()]);
    },
  };
}
