import type { Door } from './call/door.ts';
import type { Journal } from './call/journal.ts';
import type { Refusals } from './call/refusals.ts';
import type { Exposure } from './exposure.ts';
import type { Store } from './ports/store.ts';
import type { Load } from './runtime.ts';
import type { BodyBudget } from './webhook/body-budget.ts';

interface Parts {
  readonly store: Pick<Store, 'backlog'>;
  readonly door: Pick<Door, 'waitingCallers'>;
  readonly bodies: Pick<BodyBudget, 'takenBytes'>;
  readonly exposure: Pick<Exposure, 'failedHandshakes'>;
  readonly journal: Pick<Journal, 'watchers'>;
  readonly refusals: Pick<Refusals, 'unwritten'>;
}

/** What is on its way at the moment that it is asked. */
export const loadOf =
  ({ store: { backlog }, door, bodies, exposure, journal, refusals }: Parts) =>
  (): Load => ({
    waitingBytes: backlog.bytes(),
    waitingCallers: door.waitingCallers,
    bodyBytes: bodies.takenBytes,
    commitWaitMs: backlog.commitWaitMs(),
    failedHandshakes: exposure.failedHandshakes(),
    followers: journal.watchers,
    unwrittenRefusals: refusals.unwritten,
  });
