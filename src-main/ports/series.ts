import type { ChartSpan, Series } from '#shared/model/series.ts';

/** How much waited in the lanes of an integration at one moment. */
export interface LaneDepth {
  readonly integrationId: string;
  readonly waiting: number;
  readonly oldestMs: number;
}

/** How calls of an integration ended that were received in a stretch of time. */
export interface Endings {
  /** Empty where the address was unknown. */
  readonly integrationId: string;
  readonly ended: number;
  readonly refused: number;
}

/** What is kept of calls for charts. That they end is counted by the store itself, beside each end. */
export interface SeriesStore {
  noteDepths(note: { readonly atMs: number; readonly depths: readonly LaneDepth[] }): Promise<void>;
  read(of: {
    readonly span: ChartSpan;
    readonly nowMs: number;
    readonly integrationId?: string | undefined;
    readonly keyLabel?: string | undefined;
  }): Promise<Series>;
  /** By integration, in whole minutes; no call is looked at. */
  endings(of: { readonly sinceMs: number; readonly nowMs: number }): Promise<readonly Endings[]>;
}
