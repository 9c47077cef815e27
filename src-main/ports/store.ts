// What the runtime asks of the room that keeps things. `store/` fills it. Every promise of a writing function
// resolves after its commit is on stable storage, and rejects with a StoreFailure when it cannot be.
import type {
  Attempt,
  CallFilter,
  CallState,
  CallSummary,
  CallTimings,
  StepTrace,
} from '#shared/model/call.ts';
import type { Integration, IntegrationVersion } from '#shared/model/integration.ts';
import type { Settings } from '#shared/model/setting.ts';
import type { StoredAnswer, StoredBody } from './run.ts';

/** Who waits for the answer: nobody any more (it had a 202), a caller, or one who was answered 504. */
export type Caller = 'answered' | 'waiting' | 'timedOut';

/** A request as it is kept, credentials removed. */
export interface KeptRequest {
  readonly method: string;
  readonly path: string;
  readonly rawQuery: string;
  /** The parameters as the workflow sees them. */
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly httpVersion: string;
  readonly remoteAddress: string;
  readonly body: StoredBody | null;
}

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
  readonly caller: Caller;
  /** 202 where that is the answer once the call is on disk. */
  readonly answeredStatus: number | null;
  /** Its lane has room: it is put on disk as running, its first attempt begun. */
  readonly start: boolean;
}

export interface RefusedCall extends CallHead {
  readonly integrationId: string | null;
  readonly integration: string | null;
  readonly problem: { readonly code: string; readonly text: string };
  readonly answeredStatus: number;
  readonly answeredMs: number;
}

/** A call that was put on disk earlier, as needed to run it. */
export interface StartedCall {
  readonly id: string;
  readonly attempt: number;
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

export interface FinishedCall {
  readonly sequence: number;
  /** The fence: a late result of an older attempt changes nothing. */
  readonly attempt: number;
  readonly state: 'succeeded' | 'failed' | 'interrupted';
  readonly problem: { readonly code: string; readonly text: string } | null;
  readonly answer: StoredAnswer | null;
  readonly steps: readonly StepTrace[];
  readonly timings: CallTimings;
  readonly finishedAtMs: number;
  readonly waitMs: number;
  readonly runMs: number;
  /** What the caller is answered, where the outcome is its answer. */
  readonly answeredStatus: number | null;
}

/** An integration with waiting calls, found at start. */
export interface BackedUpLane {
  readonly integrationId: string;
  readonly waiting: number;
}

export interface WaitingRow {
  readonly sequence: number;
  readonly id: string;
  readonly laneSequence: number;
  readonly method: string;
  readonly keyLabel: string | null;
  readonly receivedAtMs: number;
}

export interface StoredResult {
  readonly answer: StoredAnswer | null;
  readonly steps: readonly StepTrace[];
}

/** A call with all that is kept of it. */
export interface StoredCall {
  readonly summary: CallSummary;
  /** How many wait before it in its lane; null where it does not wait. */
  readonly ahead: number | null;
  readonly integrationVersion: number | null;
  readonly caller: Caller | null;
  readonly request: KeptRequest;
  readonly result: StoredResult;
  readonly attempts: readonly Attempt[];
  readonly timings: CallTimings;
}

export interface CallStore {
  /** The order of these calls is the order of the sequences given. */
  accept(call: NewCall): Promise<{ readonly sequence: number; readonly laneSequence: number }>;
  refuse(call: RefusedCall): Promise<{ readonly sequence: number }>;
  /** waiting → running; null where it was no longer waiting. */
  start(move: { readonly sequence: number; readonly startedAtMs: number }): Promise<StartedCall | null>;
  /** running → waiting, at its old place: its attempt was cut off. False where it is no longer the running one. */
  putBack(move: {
    readonly sequence: number;
    readonly attempt: number;
    readonly problem: { readonly code: string; readonly text: string };
    readonly finishedAtMs: number;
  }): Promise<boolean>;
  /** running → an end; false where the attempt is no longer the running one. */
  finish(move: FinishedCall): Promise<boolean>;
  /** Keeps an answer that is sent while the workflow goes on. */
  answer(move: {
    readonly sequence: number;
    readonly attempt: number;
    readonly answer: StoredAnswer;
    readonly answeredMs: number;
  }): Promise<boolean>;
  /** The caller no longer waits: answered 202 (asynchronous from then on) or 504. */
  detach(move: {
    readonly sequence: number;
    readonly caller: 'answered' | 'timedOut';
    readonly answeredStatus: number;
  }): Promise<void>;
  /** Adds what became known of a finished call's timing. */
  note(move: { readonly sequence: number; readonly timings: Partial<CallTimings> }): Promise<void>;
  /** waiting → cancelled; false where it was no longer waiting. */
  cancel(move: {
    readonly sequence: number;
    readonly problem: { readonly code: string; readonly text: string };
    readonly finishedAtMs: number;
    readonly callerGoneMs: number | null;
  }): Promise<boolean>;
  /** waiting → cancelled, for all of an integration; how many. */
  cancelAll(move: {
    readonly integrationId: string;
    readonly problem: { readonly code: string; readonly text: string };
    readonly finishedAtMs: number;
  }): Promise<number>;

  waiting(of: {
    readonly integrationId: string;
    readonly after: number;
    readonly limit: number;
  }): Promise<readonly WaitingRow[]>;
  list(page: {
    readonly filter: CallFilter;
    readonly limit: number;
    readonly before?: number;
  }): Promise<{ readonly calls: readonly CallSummary[]; readonly nextBefore: number | null }>;
  get(id: string): Promise<StoredCall | null>;
  /** Which of these files some call refers to. */
  filesInUse(files: readonly string[]): Promise<readonly string[]>;
}

/** A key as kept: found by its keyed digest, copied from its sealed value. */
export interface KeptKey {
  readonly id: string;
  readonly digest: string;
  readonly sealed: Uint8Array;
}

export interface ConfigStore {
  integrations(): Promise<readonly Integration[]>;
  versions(id: string): Promise<readonly IntegrationVersion[]>;
  version(of: { readonly id: string; readonly version: number }): Promise<Integration | null>;
  /**
   * Saves several versions in one transaction, all or none. A version that is not the next one, or an address
   * that another integration has, is an answer and nothing is written.
   */
  save(change: {
    readonly saves: readonly {
      readonly integration: Integration;
      readonly restoredFrom: number | null;
      /** Values of keys that are new in this version. */
      readonly newKeys: readonly KeptKey[];
    }[];
    readonly removes: readonly string[];
  }): Promise<
    | { readonly kind: 'saved' }
    | { readonly kind: 'stale'; readonly id: string }
    | { readonly kind: 'addressTaken'; readonly at: number; readonly by: string }
  >;
  keys(): Promise<readonly KeptKey[]>;
  settings(): Promise<Settings>;
  saveSettings(settings: Settings): Promise<void>;
}

/** Files for bodies that are too large for a row. */
export interface BlobStore {
  /** Opens a file to write to; nothing refers to it before `keep`. */
  create(): Promise<BlobWriter>;
  read(file: string): Promise<Uint8Array>;
  /** Forgets a file that nothing refers to. */
  remove(file: string): Promise<void>;
}

export interface BlobWriter {
  write(bytes: Uint8Array): Promise<void>;
  /** Puts the bytes on stable storage; gives the file's name. */
  keep(): Promise<{ readonly file: string; readonly bytes: number }>;
  discard(): Promise<void>;
}

export interface Recovery {
  readonly interrupted: number;
  readonly cancelled: number;
  readonly resumed: number;
  readonly lanes: readonly BackedUpLane[];
}

export interface Store {
  readonly calls: CallStore;
  readonly config: ConfigStore;
  readonly blobs: BlobStore;
  /** What was found and mended before anything else was done. */
  readonly recovery: Recovery;
  close(): Promise<void>;
}

/** The state a call may end in. */
export type FinalState = Exclude<CallState, 'waiting' | 'running'>;

/** Thrown by the store when something cannot be put on disk. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
}
