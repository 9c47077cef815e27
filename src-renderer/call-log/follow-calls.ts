import type { Client } from '#shared/contract/index.ts';
import type { CallCursor } from '#shared/contract/calls.ts';
import type { CallFilter } from '#shared/model/call.ts';
import { fitting } from './filter.ts';
import type { LogStore } from './log-store.ts';

const pageRows = 200;
const pauseMs = 500;
/** How often a search for text is made again while calls come in. */
const searchEveryMs = 1000;

/**
 * Keeps a store at what the runtime has, until the signal ends it. The stream is opened before the list is
 * asked for, so that nothing falls between the two; a lost stream is taken up where it broke off.
 */
export async function followCalls(
  client: Client['calls'],
  filter: CallFilter,
  store: LogStore,
  signal: AbortSignal,
): Promise<void> {
  const { state: _states, integration: _integration, text, ...watched } = filter;
  const fits = fitting(filter);
  let after: CallCursor | undefined;
  let listedAt = 0;
  const list = async () => {
    store.listed(await client.list({ ...filter, limit: pageRows }, { signal }));
    listedAt = performance.now();
  };
  while (!signal.aborted) {
    try {
      const stream = await client.watch({ ...watched, after }, { signal });
      if (after === undefined) await list();
      let isStale = false;
      for await (const batch of stream) {
        isStale ||= batch.calls.some(fits);
        if (batch.reset) await list();
        // Only the runtime can look into headers and bodies: calls that are new are searched, not taken.
        store.apply(
          text === undefined ? batch : { ...batch, calls: batch.calls.filter(store.isKnown) },
          fits,
        );
        after = batch.cursor;
        if (text !== undefined && isStale && performance.now() - listedAt > searchEveryMs) {
          await list();
          isStale = false;
        }
      }
    } catch (error) {
      if (!signal.aborted) store.lost(error);
    }
    await pause(pauseMs, signal);
  }
}

export async function loadOlder(
  client: Client['calls'],
  filter: CallFilter,
  store: LogStore,
  signal: AbortSignal,
): Promise<void> {
  const { nextBefore } = store.getState();
  if (nextBefore === null) return;
  try {
    const page = await client.list({ ...filter, limit: pageRows, before: nextBefore }, { signal });
    if (!signal.aborted) store.joined(page, nextBefore);
  } catch (error) {
    if (!signal.aborted) store.lost(error);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
