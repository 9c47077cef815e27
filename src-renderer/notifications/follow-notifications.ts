import { pause } from '#renderer/app/pause.ts';
import { createStore, type StoreApi } from 'zustand';
import type { Client } from '#shared/contract/index.ts';
import type { Notification } from '#shared/model/notification.ts';

const pauseMs = 1_000;
const most = 100;

export interface Heard {
  /** Newest change first. */
  readonly list: readonly Notification[];
  /** What came last while the page was there, for those who hear it. */
  readonly last: Notification | null;
}

export const createHeard = (): StoreApi<Heard> => createStore<Heard>(() => ({ list: [], last: null }));

/** The list with what changed in it. */
export function merged(
  list: readonly Notification[],
  changed: readonly Notification[],
): readonly Notification[] {
  const ids = new Set(changed.map(({ id }) => id));
  return [...changed, ...list.filter(({ id }) => !ids.has(id))]
    .sort((a, b) => Date.parse(b.changedAt) - Date.parse(a.changedAt))
    .slice(0, most);
}

/** Keeps a store at what the runtime tells, until the signal ends it; a lost stream is opened again. */
export async function followNotifications(
  client: Client['notifications'],
  heard: StoreApi<Heard>,
  signal: AbortSignal,
): Promise<void> {
  let isFirst = true;
  while (!signal.aborted) {
    try {
      let isWhole = true;
      for await (const { notifications } of await client.watch(undefined, { signal })) {
        heard.setState(({ list, last }) => ({
          list: merged(isWhole ? [] : list, notifications),
          last: isFirst ? null : (newsIn(list, notifications) ?? last),
        }));
        isWhole = false;
        isFirst = false;
      }
    } catch {
      // Said where the connection is shown; it is asked for again.
    }
    await pause(pauseMs, signal);
  }
}

/** The newest that was not known so. */
const newsIn = (known: readonly Notification[], changed: readonly Notification[]): Notification | undefined =>
  changed.find(({ id, text }) => known.every((one) => one.id !== id || one.text !== text));
