// Calls in the order in which they came, for those who take one after the other.
import type { CallSummary } from '#shared/model/call.ts';
import type { SearchFilter } from './call-page.ts';

export interface ScanRequest {
  readonly filter: SearchFilter;
  /** Only these. */
  readonly ids?: readonly string[] | undefined;
  readonly after: number;
  readonly upTo: number;
  readonly limit: number;
}

export interface CallScan {
  readonly calls: readonly CallSummary[];
  /** Where the next ones begin; null at the end. */
  readonly nextAfter: number | null;
}

export interface CallScans {
  /** Those that fit, upwards from a sequence: what `list` gives downwards. */
  scan(of: ScanRequest): Promise<CallScan>;
  /** The highest sequence there is; 0 where there is none. */
  newest(of: null): Promise<number>;
  /** The calls of the same lane just before and just after one, in order. */
  neighbours(of: {
    readonly lane: string;
    readonly sequence: number;
    readonly count: number;
  }): Promise<{ readonly before: readonly CallSummary[]; readonly after: readonly CallSummary[] }>;
}
