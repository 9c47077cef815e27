// What the runtime asks of the room that keeps things. `store/` fills it. Every promise of a writing function
// resolves after its commit is on stable storage, and rejects with a StoreFailure when it cannot be.
import type { Safekeeping } from './safekeeping.ts';
import type { Attempt, CallDetail, CallSummary, CallTimings, StepTrace } from '#shared/model/call.ts';
import type { LaneEvent } from '#shared/model/lane.ts';
import type { EndedAttempt, FinishedCall, WaitedCall } from './ended-attempts.ts';
import type { Backlog } from './backlog.ts';
import type { CallPage, PageOf } from './call-page.ts';
import type { BlobStore } from './blob-store.ts';
import type { ConfigStore } from './config-store.ts';
import type {
  BackedUpLane,
  CausedHold,
  KeptHold,
  LaneDeed,
  NewHold,
  UnplacedCall,
  WaitingRow,
} from './lane-rows.ts';
import type { AskedKey, FailureTold, FirstCall, IdempotencyKey } from './idempotency.ts';
import type { Caller, KeptRequest } from './kept-request.ts';
import type { KeyUseStore } from './key-use.ts';
import type { NotificationStore } from './notifications.ts';
import type { CallScans } from './call-scan.ts';
import type { Recovery } from './recovery.ts';
import type { ReplayStep, ReplayStore } from './replays.ts';
import type { SeriesStore } from './series.ts';
import type { RetentionStore } from './retention.ts';
import type { StoredAnswer } from './run.ts';

interface CallHead {
  readonly id: string;
  readonly request: KeptRequest;
  readonly requestBytes: number;
  readonly keyLabel: string | null;
  /** Milliseconds since 1970. */
  readonly receivedAtMs: number;
  readonly authorisedMs: number | null;
  readonly origin: string | null;
}

export interface NewCall extends CallHead {
  readonly integrationId: string;
  readonly integrationVersion: number;
  readonly integration: string;
  readonly lane: string;
  /** Which lane of its integration; null until the expression that orders by a key has been evaluated. */
  readonly laneKey: string | null;
  /** An attempt that is cut off is never made again. */
  readonly once: boolean;
  readonly caller: Caller;
  /** 202 where that is the answer once the call is on disk. */
  readonly answeredStatus: number | null;
  readonly idempotency: IdempotencyKey | null;
  /** The replay of many that makes it, which has then come so far; null for any other call. */
  readonly replay: ReplayStep | null;
  /** Its lane has room: it is put on disk as running, its first attempt begun. */
  readonly start: boolean;
}

export interface RefusedCall extends CallHead {
  readonly integrationId: string | null;
  readonly integration: string | null;
  readonly problem: { readonly code: string; readonly text: string };
  readonly answer: StoredAnswer;
  readonly answeredMs: number;
}

/** A call that was put on disk earlier, as needed to run it. */
export interface StartedCall {
  readonly id: string;
  readonly attempt: number;
  /** Of those attempts, how many ended a thread or the process. */
  readonly crashes: number;
  /** Attempts that failed since somebody last decided about the call. */
  readonly failures: number;
  readonly once: boolean;
  readonly integrationId: string;
  readonly integrationVersion: number;
  readonly lane: string;
  readonly laneSequence: number;
  readonly keyLabel: string | null;
  readonly receivedAtMs: number;
  readonly request: KeptRequest;
  readonly requestBytes: number;
  readonly caller: Caller;
  readonly answeredStatus: number | null;
  readonly origin: string | null;
}

export interface StoredResult {
  readonly answer: StoredAnswer | null;
  /** What the caller of a refused call was answered; null where that was not kept. */
  readonly refusal: StoredAnswer | null;
  /** What the caller of a failed call was told. */
  readonly failure: FailureTold | null;
  readonly steps: readonly StepTrace[];
}

/** A call with all that is kept of it. */
export interface StoredCall {
  readonly summary: CallSummary;
  /** What is sealed of it cannot be opened: there is neither its body nor that of its answer. */
  readonly isUnreadable: boolean;
  /** How many wait before it in its lane; null where it does not wait. */
  readonly ahead: number | null;
  readonly integrationVersion: number | null;
  readonly caller: Caller | null;
  readonly request: KeptRequest;
  /** How often it came again with its idempotency key. */
  readonly repeats: number;
  /** The calls that it was sent again as, the newest first. */
  readonly replays: CallDetail['replays'];
  readonly result: StoredResult;
  readonly attempts: readonly Attempt[];
  readonly timings: CallTimings;
  /** What was done to it in its lane, oldest first. */
  readonly events: readonly LaneEvent[];
}

export interface CallStore extends CallScans {
  /**
   * The order of these calls is the order of the sequences given. A call that repeats another is not put on
   * disk, only counted there.
   */
  accept(
    call: NewCall,
  ): Promise<{ readonly sequence: number; readonly laneSequence: number } | { readonly first: FirstCall }>;
  refuse(call: RefusedCall): Promise<{ readonly sequence: number }>;
  /** waiting → running; null where it was no longer waiting. */
  start(move: { readonly sequence: number; readonly startedAtMs: number }): Promise<StartedCall | null>;
  /**
   * running → waiting, at its old place: its attempt was cut off. `crashed` where it may have been the reason.
   * False where it is no longer the running one.
   */
  putBack(move: EndedAttempt & { readonly crashed: boolean }): Promise<boolean>;
  /** running → waiting, at its old place, until its next attempt is due. */
  putOff(move: EndedAttempt & { readonly nextAttemptAtMs: number }): Promise<boolean>;
  /** running → waiting, at the head of a lane that stops with it; whoever waited for it is told of the failure. */
  stopAt(
    move: EndedAttempt & { readonly hold: CausedHold; readonly answeredStatus: number | null },
  ): Promise<boolean>;
  /** running → an end; false where the attempt is no longer the running one. */
  finish(move: FinishedCall): Promise<boolean>;
  /** Keeps an answer that is sent while the workflow goes on. */
  answer(move: {
    readonly sequence: number;
    readonly attempt: number;
    readonly answer: StoredAnswer;
    readonly isSealed: boolean;
  }): Promise<boolean>;
  /** The call that one with this key would repeat, which is counted there; null where the key is free. */
  repeat(move: { readonly integrationId: string; readonly key: AskedKey }): Promise<FirstCall | null>;
  /** The caller no longer waits: answered 202 (asynchronous from then on) or 504. False where it was cancelled before. */
  detach(move: {
    readonly sequence: number;
    readonly caller: 'answered' | 'timedOut';
    readonly answeredStatus: number;
  }): Promise<boolean>;
  /** When the callers of these ended calls had their answers, or hung up before they had them. */
  note(
    moves: readonly {
      readonly sequence: number;
      readonly answeredMs: number | null;
      readonly callerGoneMs: number | null;
    }[],
  ): Promise<void>;
  /**
   * waiting → cancelled; the lane it was in, or null where it was no longer waiting. `unstarted`: only where it
   * has never begun. With a deed, it is kept in the lane's history, and a hold that this call caused is lifted.
   */
  cancel(move: {
    readonly sequence: number;
    readonly problem: { readonly code: string; readonly text: string };
    readonly finishedAtMs: number;
    readonly unstarted: boolean;
    readonly deed: LaneDeed | null;
    /** Null where only the disk knows the call. */
    readonly waited: WaitedCall | null;
  }): Promise<{ readonly laneKey: string | null } | null>;
  /** waiting → cancelled, for all of an integration; how many. Its holds and history go too. */
  cancelAll(move: {
    readonly integrationId: string;
    readonly problem: { readonly code: string; readonly text: string };
    readonly finishedAtMs: number;
  }): Promise<number>;
  /**
   * waiting → failed, with the problem of its last attempt if there was one; the lane it was in, or null where it
   * no longer waited.
   */
  skip(move: {
    readonly sequence: number;
    readonly problem: { readonly code: string; readonly text: string };
    readonly deed: LaneDeed;
    readonly waited: WaitedCall | null;
  }): Promise<{ readonly laneKey: string | null } | null>;
  /** A waiting call may be tried afresh, at once; a hold that its failure caused is lifted. */
  renew(move: { readonly sequence: number; readonly deed: LaneDeed }): Promise<boolean>;
  /** Puts a waiting call into its lane; false where it no longer waits for one. */
  place(move: {
    readonly sequence: number;
    readonly laneKey: string;
    /** What gave it its key. */
    readonly expression: string;
    /** Why it is the lane of the empty key. */
    readonly deed: LaneDeed | null;
  }): Promise<boolean>;
  /**
   * From now on the lanes of an integration follow this expression (null: one lane for all). Whoever waits is
   * put in order anew; where and how many. A hold of one lane becomes a hold of all.
   */
  setLaneRule(move: {
    readonly integrationId: string;
    readonly expression: string | null;
  }): Promise<{ readonly lanes: readonly BackedUpLane[]; readonly holds: readonly KeptHold[] }>;
  /** Stops a lane. */
  hold(move: NewHold & { readonly deed: LaneDeed }): Promise<void>;
  /** Lets a lane go on; false where it was not stopped. */
  release(move: {
    readonly integrationId: string;
    readonly laneKey: string;
    readonly deed: LaneDeed & { readonly callId: string | null };
  }): Promise<boolean>;

  /** The waiting calls of an integration, or of one of its lanes, in order. */
  waiting(of: {
    readonly integrationId: string;
    /** null: those in no lane yet; left out: all. */
    readonly laneKey?: string | null;
    readonly after: number;
    readonly limit: number;
    /** Passed over first; none where left out. */
    readonly offset?: number;
  }): Promise<readonly WaitingRow[]>;
  /** The first waiting call of each of these integrations, where one waits, in their order. */
  heads(integrationIds: readonly string[]): Promise<readonly (WaitingRow | null)[]>;
  /** Those of these calls that still wait for a lane. */
  unplaced(sequences: readonly number[]): Promise<readonly UnplacedCall[]>;
  laneEvents(of: { readonly integrationId: string; readonly limit: number }): Promise<readonly LaneEvent[]>;
  list(page: PageOf): Promise<CallPage>;
  /** The same in a thread of its own: nobody else waits for what takes long. */
  search(page: PageOf): Promise<CallPage>;
  /** Those of these calls that have the text in path, query, headers or body. */
  withText(of: {
    readonly sequences: readonly number[];
    readonly text: string;
    readonly hidden?: readonly string[];
  }): Promise<readonly number[]>;
  get(id: string): Promise<StoredCall | null>;
  /** Which of these files some call refers to. */
  filesInUse(files: readonly string[]): Promise<readonly string[]>;
}

export interface Store extends Safekeeping {
  readonly calls: CallStore;
  readonly config: ConfigStore;
  readonly keyUse: KeyUseStore;
  readonly replays: ReplayStore;
  readonly series: SeriesStore;
  readonly notifications: NotificationStore;
  readonly retention: RetentionStore;
  readonly blobs: BlobStore;
  readonly backlog: Backlog;
  /** What was found and mended before anything else was done. */
  readonly recovery: Recovery;
  close(): Promise<void>;
}
