// The mirror of the runtime's calls for one view of the log. It is told what happened; it asks nothing itself.
import { createStore } from 'zustand/vanilla';
import type { CallBatch } from '#shared/contract/calls.ts';
import type { CallSummary } from '#shared/model/call.ts';
import {
  emptyLog,
  expecting,
  type LogState,
  placed,
  type Progress,
  released,
  withBatch,
  withListed,
  withNewer,
  withOlder,
} from './log-state.ts';

type Page = Parameters<typeof withListed>[1];
type NewerPage = Parameters<typeof withNewer>[1];

export type LogStore = ReturnType<typeof createLogStore>;

export function createLogStore() {
  const store = createStore<LogState>(() => emptyLog);
  let holding = false;
  const change = (next: (state: LogState) => LogState): void => store.setState(next, true);
  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    expected: () => change(expecting),
    listed: (page: Page) => change((state) => withListed(state, page, holding)),
    joined: (page: Page, before: number) => change((state) => withOlder(state, page, before)),
    joinedAbove: (page: NewerPage, after: number) => change((state) => withNewer(state, page, after)),
    placed: (page: Page & NewerPage, inSight: number) => change((state) => placed(state, page, inSight)),
    apply: (batch: CallBatch, fits: (call: CallSummary) => boolean) =>
      change((state) => withBatch(state, batch, { holding, fits })),
    asked: () => change((state) => ({ ...state, isAsking: true })),
    searched: (progress: Progress | null) =>
      change((state) => ({ ...state, isAsking: false, progress, listError: null })),
    stopped: () =>
      change((state) => ({
        ...state,
        isAsking: false,
        progress: state.progress && { ...state.progress, isStopped: true },
      })),
    failed: (listError: unknown) =>
      change((state) => ({ ...state, isAsking: false, progress: null, listError })),
    lost: (streamError: unknown) =>
      change((state) => ({ ...state, isLive: false, streamError, perSecond: 0 })),
    /** Whether newer calls wait instead of being shown. */
    hold(next: boolean): void {
      if (holding === next) return;
      holding = next;
      if (!next) change(released);
    },
  };
}
