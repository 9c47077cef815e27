import type { Client } from '#shared/contract/index.ts';
import type { CallCursor } from '#shared/contract/calls.ts';
import type { CallFilter } from '#shared/model/call.ts';
import { fitsStates } from './filter.ts';
import type { LogStore } from './log-store.ts';

const pageRows = 200;
const pauseMs = 500;

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
  const { state: _states, ...watched } = filter;
  const fits = fitsStates(filter);
  let after: CallCursor | undefined;
  const list = async () => store.listed(await client.list({ ...filter, limit: pageRows }, { signal }));
  while (!signal.aborted) {
    try {
      const stream = await client.watch({ ...watched, after }, { signal });
      if (after === undefined) await list();
      for await (const batch of stream) {
        if (batch.reset) await list();
        store.apply(batch, fits);
        after = batch.cursor;
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
