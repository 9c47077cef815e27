import type { Store } from '#main/ports/store.ts';
import { problem } from '#shared/problem.ts';
import { toFailure } from './failing.ts';

/** What can be asked of an installation whose data waits for a decision. */
const answeredAlways: ReadonlySet<string> = new Set([
  'host.status',
  'host.recover',
  'access.self',
  'doctor.examine',
]);

/** Throws `in_recovery` where what is asked needs the data. */
export function refuseInRecovery({ damage }: Pick<Store, 'damage'>, path: readonly string[]): void {
  if (damage === null || answeredAlways.has(path.join('.'))) return;
  throw toFailure(problem('in_recovery', { detail: `${damage.problem.text} See \`hookline recover\`.` }));
}
