// Looks now and then how much waits in the lanes, for charts. Lanes that are empty are noted once, so that nothing is
// written while nothing happens.
import type { LaneDepth } from '#main/ports/series.ts';
import type { Store } from '#main/ports/store.ts';
import type { LaneSummary } from '#shared/model/lane.ts';

type LanePicture = Pick<LaneSummary, 'integrationId' | 'waiting'>;

const everyMs = 15_000;

export interface SampleLanesDeps {
  readonly store: Pick<Store, 'calls' | 'series'>;
  pictures(): readonly LanePicture[];
  /** Hears what was found, also where that is nothing. */
  told(depths: readonly LaneDepth[]): void;
  report(what: string, error: unknown): void;
  now(): number;
}

export interface LaneSampler {
  start(): void;
  /** Looks at once. */
  sample(): Promise<void>;
  /** Ends after the look that is on. */
  close(): Promise<void>;
}

export function createLaneSampler({
  store,
  pictures,
  told: tell,
  report,
  now,
}: SampleLanesDeps): LaneSampler {
  let filled = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  async function depthsOf(lanes: readonly LanePicture[]): Promise<LaneDepth[]> {
    const heads = await store.calls.heads(lanes.map(({ integrationId }) => integrationId));
    return lanes.map(({ integrationId, waiting }, at) => ({
      integrationId,
      waiting,
      oldestMs: Math.max(0, now() - (heads[at]?.receivedAtMs ?? now())),
    }));
  }

  async function sample(): Promise<void> {
    try {
      const noted = pictures().filter(
        ({ integrationId, waiting }) => waiting > 0 || filled.has(integrationId),
      );
      const depths = noted.length === 0 ? [] : await depthsOf(noted);
      tell(depths);
      if (depths.length === 0) return;
      filled = new Set(depths.flatMap(({ integrationId, waiting }) => (waiting > 0 ? [integrationId] : [])));
      await store.series.noteDepths({ atMs: now(), depths });
    } catch (error) {
      report('the depth of the lanes cannot be noted', error);
    }
  }

  return {
    start() {
      timer ??= setInterval(() => {
        looking = looking.then(sample);
      }, everyMs).unref();
    },
    sample,
    async close() {
      clearInterval(timer);
      await looking;
    },
  };
}
