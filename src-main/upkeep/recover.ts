import type { Log } from '#main/host.ts';
import type { Data } from './open-data.ts';
import type { Recovered } from '#main/ports/safekeeping.ts';
import type { RecoveryChoice } from '#shared/model/setting.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';

export type Recover = (choice: RecoveryChoice) => Promise<Result<Recovered>>;

/**
 * The way out of recovery, without another start of the process. Problems: `not_in_recovery`, those of the store's
 * `repair`, and what is damaged still. A listener that cannot be opened undoes nothing.
 */
export function createRecover(deps: {
  readonly data: Data;
  /** Takes up what is there then, and takes calls. Problems: those of the listeners. */
  begin(): Promise<Result<void>>;
  readonly log: Log;
}): Recover {
  const { data, log } = deps;
  let isUnderWay = false;

  async function recover(choice: RecoveryChoice): ReturnType<Recover> {
    const repaired = await data.store.repair(choice);
    if (!repaired.ok) return repaired;
    log.info('damaged data was put right', { ...choice, ...repaired.value });
    const { damage } = data.store;
    if (damage !== null) return refuse(problem('database_damaged', { detail: damage.problem.text }));
    await data.followFiles();
    const begun = await deps.begin();
    if (begun.ok) return ok({ ...repaired.value, notListening: null });
    const { code, detail: text } = begun.problem;
    log.error('callers do not reach the restored installation as its settings say', { code, text });
    return ok({ ...repaired.value, notListening: { code, text } });
  }

  return async (choice) => {
    if (data.store.damage === null || isUnderWay) return refuse(problem('not_in_recovery'));
    isUnderWay = true;
    try {
      return await recover(choice);
    } finally {
      isUnderWay = false;
    }
  };
}
