// Lets go of ended calls, a little at a time, so that accepting does not notice.
import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveIntegration } from '#main/call/registry.ts';
import type { RetentionBounds } from '#main/ports/retention.ts';
import type { Store } from '#main/ports/store.ts';
import type { Retention as Bounds } from '#shared/model/retention.ts';

const firstAfterMs = 30_000;
const everyMs = 60_000;
/** How long removing may hold up those who accept, and how many times as long they then have for themselves. */
const gentle = { budgetMs: 1.5, pauses: 10 };
/** A run that takes longer than a minute is behind what comes in. */
const behindAfterMs = 60_000;
const behind = { budgetMs: 8, pauses: 1 };
const maxPauseMs = 1_000;

export interface RetentionDeps {
  readonly store: Pick<Store, 'blobs' | 'retention'>;
  bounds(): RetentionBounds;
  /** Free pages are then worth more to others on the disk. */
  isDiskLow(): boolean;
  report(what: string, error: unknown): void;
  /** The monotonic clock, in milliseconds. */
  tick(): number;
}

export interface Retention {
  /** Begins to run each minute. */
  start(): void;
  /** Runs at once, or joins the run that is on. Resolves when all has gone that may. */
  runNow(): Promise<void>;
  /** Ends after what is just being removed. */
  close(): Promise<void>;
}

export function createRetention(deps: RetentionDeps): Retention {
  const { bounds, isDiskLow, report, tick } = deps;
  const { blobs, retention } = deps.store;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function run(): Promise<void> {
    const beganAt = tick();
    let after: number | null = 0;
    let isMore = true;
    while (isMore && !isClosed) {
      const { budgetMs, pauses } = tick() - beganAt < behindAfterMs ? gentle : behind;
      const askedAt = tick();
      if (after === null) isMore = await retention.giveBack({ all: isDiskLow() });
      else after = await removeSome(after, budgetMs);
      // By what it took on this disk, the commit and the turn it waited for included.
      await sleep(Math.min((tick() - askedAt) * pauses, maxPauseMs));
    }
  }

  async function removeSome(after: number, budgetMs: number): Promise<number | null> {
    const order = { bounds: bounds(), after, budgetMs };
    const { files, next } = await retention.removeExpired(order);
    // Their rows are gone for good only now; what is missed here is swept away later.
    await Promise.all(files.map((file) => blobs.remove(file)));
    return next;
  }

  function runNow(): Promise<void> {
    running ??= run()
      .catch((error: unknown) => report('old calls cannot be removed', error))
      .finally(() => (running = null));
    return running;
  }

  function wait(ms: number): void {
    timer = setTimeout(() => void runNow().then(() => isClosed || wait(everyMs)), ms);
    timer.unref();
  }

  return {
    start: () => wait(firstAfterMs),
    runNow,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}

export const boundsOf = (installation: Bounds, live: readonly LiveIntegration[]): RetentionBounds => ({
  installation,
  triggers: live.map(({ integration: { id, trigger } }) => [id, trigger.retention]),
});
