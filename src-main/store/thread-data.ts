import type { HoldRequests } from './hold-files.ts';

/** What the writer's and the reader's thread begin with. */
export interface StoreThreadData {
  readonly role: 'writer' | 'reader';
  readonly folder: string;
  readonly face: string;
  /** Whether calls will run, or a command only looks. */
  readonly serves: boolean;
  /** A backup to put in place of all that is there, before anything is opened. */
  readonly restore?: string | undefined;
  /** Where the writer tells the bytes of waiting calls: after each commit, before its answers. */
  readonly waitingBytes: BigInt64Array<SharedArrayBuffer>;
  /** Of the writer. */
  readonly holding?: HoldRequests;
}
