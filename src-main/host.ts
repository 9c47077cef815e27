// The port that both shells fill: what the core cannot know of the place it runs in.

import type { DataKeyKind } from '#shared/model/data-key.ts';
import type { Client } from '#shared/contract/index.ts';
import type { DesktopPreferences, UpdateState } from '#shared/model/desktop.ts';
import type { LoadedExample } from '#shared/model/example.ts';
import type { Result } from '#shared/result.ts';

export interface Host {
  readonly face: 'desktop' | 'headless';
  /** Hookline's own version. */
  readonly version: string;
  /** An absolute path; it exists and is writable. */
  readonly dataFolder: string;
  /** The entries of the worker threads: bundles when built, sources under test. */
  readonly workers: { readonly store: URL; readonly run: URL; readonly errand: URL };
  /** Where its threads cannot fork. */
  readonly beginProcess?: BeginProcess;
  /** What the data key may be wrapped by, the best first; the shell keeps them safe. */
  readonly outerKeys: readonly OuterKey[];
  /** The same anew, as soon as a keychain does what it did not do in time. */
  laterKeys?(): Promise<readonly OuterKey[]>;
  readonly log: Log;
  /** The sample integrations, where the shell brings them. */
  readonly examples?: ExamplePort;
  /** What only the desktop face can do. */
  readonly desktop?: DesktopPort;
}

/** A process of Hookline's own code beside a thread of it. */
export interface OwnProcess {
  /** A file. */
  readonly entry: string;
  readonly args: readonly string[];
  /** What it is told and says. It is closed when the process has ended, and whoever closes it ends the process at once. */
  readonly port: OwnProcessPort;
}

/** Of a MessagePort between threads. */
interface OwnProcessPort {
  on(event: 'message', take: (message: unknown) => void): unknown;
  once(event: 'close', take: () => void): unknown;
  postMessage(message: unknown): void;
  close(): void;
}

export type BeginProcess = (wanted: OwnProcess) => void;

export interface ExamplePort {
  /** Once more is the same as once. */
  load(client: Client): Promise<LoadedExample[]>;
}

export interface DesktopPort {
  preferences(): DesktopPreferences;
  /** In effect at once. Problems: `file_not_writable`. */
  savePreferences(next: DesktopPreferences): Promise<Result<DesktopPreferences>>;
  update(): UpdateState;
  /** Resolves when it is known whether there is one; a newer one is fetched after that. */
  lookForUpdate(): Promise<UpdateState>;
  /** Problems: `update_not_ready`. */
  installUpdate(): Result<void>;
}

/** A key from outside the database that the data key is wrapped by. */
export interface OuterKey {
  readonly kind: DataKeyKind;
  /** The file that it comes from. */
  readonly place: string;
  /** 32 random bytes. */
  readonly key: Uint8Array;
  /** Why a new one stands here, where it is no file yet: a sentence. */
  readonly missing?: string;
  /** The one in use is there, but the keychain does not open it now. */
  readonly isLocked?: boolean;
  /** Puts a new one where it will be found again; called before anything is wrapped by it. */
  keep?(): Promise<void>;
  /** Called when the data key is known to be wrapped by this one. */
  inUse?(): Promise<void>;
  /** Makes another one, beside this until it is in use; absent where somebody else looks after it. */
  renew?(): Promise<OuterKey>;
}

/** Structured lines for the operator; never a secret, never a body. */
export interface Log {
  /** What only somebody who looks for a fault wants to know: kept for a support bundle, written nowhere. */
  debug(what: string, fields?: Readonly<Record<string, unknown>>): void;
  info(what: string, fields?: Readonly<Record<string, unknown>>): void;
  error(what: string, fields?: Readonly<Record<string, unknown>>): void;
}
