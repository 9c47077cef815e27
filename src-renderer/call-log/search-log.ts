// Pages of the log as they are found, into the store: the first rows are there while the search goes on.
import type { SearchBatch } from '#shared/contract/calls.ts';
import type { Client } from '#shared/contract/index.ts';
import type { CallFilter } from '#shared/model/call-filter.ts';
import { isOpen } from '#shared/model/call.ts';
import type { LogStore } from './log-store.ts';

const pageRows = 200;
/** So many rows are shown above a call that an address names. */
const rowsAbove = 20;

type Search = Pick<Client['calls'], 'search'>;
type Part = { readonly before?: number; readonly after?: number; readonly limit?: number };

/** Tells each batch, and how far the search is. */
async function search(
  client: Search,
  { filter, before, after, limit = pageRows }: Part & { readonly filter: CallFilter },
  store: LogStore,
  signal: AbortSignal,
  take: (batch: SearchBatch) => void,
): Promise<void> {
  store.asked();
  const batches = await client.search({ ...filter, limit, before, after }, { signal });
  for await (const batch of batches) {
    if (signal.aborted) return;
    take(batch);
    store.searched(
      batch.next === null || batch.found >= limit ? null : { scanned: batch.scanned, of: batch.of },
    );
  }
  if (!signal.aborted) store.searched(null);
}

/** So many are asked for anew where some had not ended: a restart ends calls without a word to those who watch. */
const openRows = 1_000;

/** The newest calls that fit. */
export function searchNewest(
  client: Search,
  filter: CallFilter,
  store: LogStore,
  signal: AbortSignal,
): Promise<void> {
  let before: number | null = null;
  store.expected();
  const limit = store.getState().rows.some(({ state }) => isOpen(state)) ? openRows : pageRows;
  return search(client, { filter, limit }, store, signal, ({ calls, next }) => {
    if (before === null) store.listed({ calls, nextBefore: next });
    else store.joined({ calls, nextBefore: next }, before);
    before = next;
  });
}

export async function searchOlder(
  client: Search,
  filter: CallFilter,
  store: LogStore,
  signal: AbortSignal,
): Promise<void> {
  let before = store.getState().nextBefore;
  if (before === null) return;
  await search(client, { filter, before }, store, signal, ({ calls, next }) => {
    if (before !== null) store.joined({ calls, nextBefore: next }, before);
    before = next;
  });
}

export async function searchNewer(
  client: Search,
  filter: CallFilter,
  store: LogStore,
  signal: AbortSignal,
): Promise<void> {
  let after = store.getState().nextAfter;
  if (after === null) return;
  await search(client, { filter, after }, store, signal, ({ calls, next }) => {
    if (after !== null) store.joinedAbove({ calls, nextAfter: next }, after);
    after = next;
  });
}

/** The oldest calls that fit, in place of the rows. */
export function searchOldest(
  client: Search,
  filter: CallFilter,
  store: LogStore,
  signal: AbortSignal,
): Promise<void> {
  let after: number | null = null;
  return search(client, { filter, after: 0 }, store, signal, ({ calls, next }) => {
    if (after === null) store.placed({ calls, nextBefore: null, nextAfter: next }, 0);
    else store.joinedAbove({ calls, nextAfter: next }, after);
    after = next;
  });
}

/** The rows around a sequence, in place of the rows. */
export async function searchAround(
  client: Search,
  { filter, sequence }: { readonly filter: CallFilter; readonly sequence: number },
  store: LogStore,
  signal: AbortSignal,
): Promise<void> {
  let above: readonly SearchBatch['calls'][number][] = [];
  let top: number | null = sequence;
  await search(client, { filter, after: sequence, limit: rowsAbove }, store, signal, ({ calls, next }) => {
    above = [...calls, ...above];
    top = next;
  });
  if (signal.aborted) return;
  store.placed({ calls: above, nextBefore: sequence + 1, nextAfter: top }, sequence);
  await searchOlder(client, filter, store, signal);
}
