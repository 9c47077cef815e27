import { type CallFilter, fitsFilter } from '#shared/model/call-filter.ts';
import type { CallSummary } from '#shared/model/call.ts';
import { problem } from '#shared/problem.ts';
import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { toFailure } from './failing.ts';
import { findBody, partOf } from './find-body.ts';
import { detailOf } from './detail-of.ts';
import { pageOf, searchCalls } from './search-calls.ts';

export function callCapability(deps: CapabilityDeps) {
  const { store, journal } = deps;
  const os = answering.calls;
  return {
    list: os.list.handler(async ({ input }) => {
      const { calls, next } = await store.calls.list(pageOf(input));
      const isUp = input.after !== undefined;
      return { calls: [...calls], nextBefore: isUp ? null : next, nextAfter: isUp ? next : null };
    }),

    search: os.search.handler(({ input, signal }) => searchCalls(pageOf(input), store.calls, signal)),

    get: os.get.handler(async ({ input }) => {
      const call = await detailOf(input.id, deps);
      if (call === null) throw toFailure(problem('call_not_found'));
      return call;
    }),

    body: os.body.handler(async ({ input: { id, of, from, length } }) => {
      const found = await findBody(id, of, deps);
      if (found === null)
        throw toFailure(problem('call_not_found', { detail: 'There is no such call, or it has no body.' }));
      const part = await partOf(found.body, { from, bytes: length }, store.blobs);
      const { contentType, bytes } = found;
      return { base64: Buffer.from(part).toString('base64'), contentType, bytes };
    }),

    watch: os.watch.handler(({ input: { after, ...filter }, signal, context }) =>
      journal.watch({
        after,
        fits: fitsFilter(filter),
        search: searching(filter, store),
        signal,
        backlogBytes: context.backlog ?? (() => 0),
      }),
    ),
  };
}

/** Only the store can look into parameters, headers and bodies. */
function searching({ text }: CallFilter, { calls: { withText } }: CapabilityDeps['store']) {
  if (text === undefined || text === '') return null;
  return async (calls: readonly CallSummary[]) => {
    const found = new Set(await withText({ sequences: calls.map(({ sequence }) => sequence), text }));
    return calls.filter(({ sequence }) => found.has(sequence));
  };
}
