import type { CallFilter } from '#shared/model/call-filter.ts';
import type { CallSummary } from '#shared/model/call.ts';

/** What a store is asked by: it does not look for a text in the bodies of some integrations. */
export type SearchFilter = CallFilter & { readonly hidden?: readonly string[] };

/** Down from the newest, or from `before`; up from `after`. */
export interface PageOf {
  readonly filter: SearchFilter;
  readonly limit: number;
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  /** It ends when this is over; 250 where left out. */
  readonly budgetMs?: number;
}

/** Calls in order, newest first. */
export interface CallPage {
  readonly calls: readonly CallSummary[];
  /** Give it as `before` (or as `after`, where that was given) for the next page; null at the end. */
  readonly next: number | null;
  /** How many sequences are behind, of those that are kept. */
  readonly scanned: number;
  readonly of: number;
}
