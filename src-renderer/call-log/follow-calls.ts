import { pause } from '#renderer/app/pause.ts';
import type { Client } from '#shared/contract/index.ts';
import type { CallCursor } from '#shared/contract/calls.ts';
import { type CallFilter, fitsFilter } from '#shared/model/call-filter.ts';
import type { LogStore } from './log-store.ts';

const pauseMs = 500;

/**
 * Keeps a store at what the runtime has, until the signal ends it. The stream is opened before the list is
 * asked for, so that nothing falls between the two; a lost stream is taken up where it broke off. `list` asks for
 * the newest calls anew: that may take long, and the stream goes on meanwhile.
 */
export async function followCalls(
  client: Client['calls'],
  filter: CallFilter,
  store: LogStore,
  { signal, list }: { readonly signal: AbortSignal; readonly list: () => void },
): Promise<void> {
  const { state, problem, lane, ...watched } = filter;
  // Calls leave a state unseen by a stream that asks for that state only, so this decides.
  const fits = fitsFilter({ state, problem, lane });
  let after: CallCursor | undefined;
  while (!signal.aborted) {
    try {
      const stream = await client.watch({ ...watched, after }, { signal });
      if (after === undefined) list();
      for await (const batch of stream) {
        if (batch.reset) list();
        store.apply(batch, fits);
        after = batch.cursor;
      }
    } catch (error) {
      if (!signal.aborted) store.lost(error);
    }
    await pause(pauseMs, signal);
  }
}
