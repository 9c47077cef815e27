// The mirror of the runtime's calls for one view of the log. It is told what happened; it asks nothing itself.
import { createStore } from 'zustand/vanilla';
import type { CallBatch } from '#shared/contract/calls.ts';
import type { CallSummary } from '#shared/model/call.ts';
import { findPlace } from './merge-calls.ts';
import { emptyLog, type LogState, released, withBatch, withListed, withOlder } from './log-state.ts';

type Page = Parameters<typeof withListed>[1];

export type LogStore = ReturnType<typeof createLogStore>;

export function createLogStore() {
  const store = createStore<LogState>(() => emptyLog);
  let holding = false;
  const change = (next: (state: LogState) => LogState): void => store.setState(next, true);
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    listed: (page: Page) => change((state) => withListed(state, page, holding)),
    joined: (page: Page, before: number) => change((state) => withOlder(state, page, before)),
    apply: (batch: CallBatch, fits: (call: CallSummary) => boolean) =>
      change((state) => withBatch(state, batch, { holding, fits })),
    isKnown: ({ sequence }: CallSummary): boolean => {
      const { rows, held } = store.getState();
      return findPlace(rows, sequence).found || findPlace(held, sequence).found;
    },
    lost: (error: unknown) =>
      change((state) => ({
        ...state,
        error,
        phase: state.phase === 'first' ? 'first' : 'lost',
        perSecond: 0,
      })),
    /** Whether newer calls wait instead of being shown. */
    hold(next: boolean): void {
      if (holding === next) return;
      holding = next;
      if (!next) change(released);
    },
  };
}
