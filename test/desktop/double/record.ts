import type { Notification } from './notification.ts';
import type { Tray } from './tray.ts';

/** What happened that a test may want to look at; `globalThis.__double` in the main process. */
export interface DoubleRecord {
  /** Everything asked of the double that it does not model; a test that leaves one behind is wrong. */
  readonly refusals: string[];
  /** Requests of pages that no handler of their session took. */
  readonly blocked: string[];
  /** Asked for, and not done. */
  relaunches: number;
  /** Folders and files that the system was asked to show. */
  readonly opened: string[];
  /** Files that pages saved. */
  readonly downloads: { readonly name: string; readonly path: string }[];
  /** Utility processes: whether they have ended, and what stands in their environment. */
  readonly processes: { isOver: boolean; readonly variables: readonly string[] }[];
  readonly notifications: Notification[];
  readonly trays: Tray[];
  /** What a person was told in a window, and had nothing to decide about. */
  readonly told: { readonly message: string; readonly detail: string }[];
  /** The person signs out of a Windows. */
  endSession?: () => void;
  readonly errorBoxes: { readonly title: string; readonly content: string }[];
}

declare global {
  var __double: DoubleRecord | undefined;
}

export const record: DoubleRecord = {
  refusals: [],
  blocked: [],
  relaunches: 0,
  opened: [],
  downloads: [],
  processes: [],
  notifications: [],
  trays: [],
  told: [],
  errorBoxes: [],
};
globalThis.__double = record;
