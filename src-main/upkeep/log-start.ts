import type { Log } from '#main/host.ts';
import type { Store } from '#main/ports/store.ts';
import type { DataKeyStatus } from '#shared/model/data-key.ts';

/** What the operator should know of how this life found the data. */
export function logStart(log: Log, { damage, warning, recovery }: Store, { why }: DataKeyStatus): void {
  if (damage !== null) {
    const choices = damage.choices.map(({ kind }) => kind);
    log.error('in recovery: no calls are taken until somebody decides', { ...damage.problem, choices });
    return;
  }
  if (warning !== null) log.error(warning);
  if (why !== null) log.error('the data key is lost', { why });
  const { interrupted, cancelled, resumed, poisoned } = recovery;
  if (interrupted + cancelled + resumed + poisoned > 0)
    log.info('recovered', { interrupted, cancelled, resumed, poisoned });
  if (recovery.isCrashLoop) log.error('executions paused after a crash loop', {});
}

export const crashLoopText =
  'The service ended three times in a row in the middle of its first execution. Calls are accepted and wait.';
