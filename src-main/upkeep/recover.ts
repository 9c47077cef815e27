import type { Log } from '#main/host.ts';
import type { Data } from './open-data.ts';
import type { Restored } from '#main/ports/safekeeping.ts';
import type { RecoveryChoice } from '#shared/model/setting.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';

export type Recover = (choice: RecoveryChoice) => Promise<Result<Restored>>;

/**
 * The way out of recovery, without another start of the process. Problems: `not_in_recovery`, those of the store's
 * `repair`, those of `begin`, and what is damaged still.
 */
export function createRecover(deps: {
  readonly data: Data;
  /** Takes up what is there then, and takes calls. */
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
    return begun.ok ? ok(repaired.value) : begun;
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
