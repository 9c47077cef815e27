import type { Store } from '#main/ports/store.ts';
import { problem } from '#shared/problem.ts';
import { toFailure } from './failing.ts';

/** What can be asked of an installation whose data waits for a decision. */
const answeredAlways: ReadonlySet<string> = new Set(['host.status', 'host.recover']);

export const refuseInRecovery =
  (store: Pick<Store, 'damage'>) =>
  async <Output>({
    path,
    next,
  }: {
    readonly path: readonly string[];
    next(): Output;
  }): Promise<Awaited<Output>> => {
    const { damage } = store;
    if (damage !== null && !answeredAlways.has(path.join('.'))) {
      throw toFailure(problem('in_recovery', { detail: `${damage.problem.text} See \`hookline recover\`.` }));
    }
    return await next();
  };
