import type { PageOf } from '#main/ports/call-page.ts';
import type { CallStore } from '#main/ports/store.ts';
import type { SearchBatch } from '#shared/contract/calls.ts';
import type { CallFilter } from '#shared/model/call-filter.ts';

/** What was asked, in two: the part of the log, and what it is narrowed by. */
export const pageOf = ({
  limit,
  before,
  after,
  ...filter
}: CallFilter & Omit<PageOf, 'filter' | 'budgetMs'>): PageOf => ({ filter, limit, before, after });

/** So long a step takes: what is found is told, another search has its turn, and whoever left is noticed. */
const stepMs = 60;

/** Goes over the log step by step, and no further once nobody listens. */
export async function* searchCalls(
  { limit, before, after, ...of }: PageOf,
  { search }: CallStore,
  signal: AbortSignal | undefined,
): AsyncGenerator<SearchBatch, void, void> {
  let found = 0;
  let place = before ?? after;
  while (signal?.aborted !== true) {
    const from = after === undefined ? { before: place } : { after: place };
    const { calls, next, ...progress } = await search({
      ...of,
      ...from,
      limit: limit - found,
      budgetMs: stepMs,
    });
    found += calls.length;
    yield { calls: [...calls], ...progress, found, next };
    if (next === null || found >= limit) return;
    place = next;
  }
}
