// The port that both shells fill: what the core cannot know of the place it runs in.

import type { DataKeyKind } from '#shared/model/data-key.ts';

export interface Host {
  readonly face: 'desktop' | 'headless';
  /** Hookline's own version. */
  readonly version: string;
  /** An absolute path; it exists and is writable. */
  readonly dataFolder: string;
  /** The entries of the worker threads: bundles when built, sources under test. */
  readonly workers: { readonly store: URL; readonly run: URL };
  /** What the data key may be wrapped by, the best first; the shell keeps them safe. */
  readonly outerKeys: readonly OuterKey[];
  readonly log: Log;
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
  /** Puts a new one where it will be found again; called before anything is wrapped by it. */
  keep?(): Promise<void>;
  /** Called when the data key is known to be wrapped by this one. */
  inUse?(): Promise<void>;
  /** Makes another one, beside this until it is in use; absent where somebody else looks after it. */
  renew?(): Promise<OuterKey>;
}

/** Structured lines for the operator; never a secret, never a body. */
export interface Log {
  info(what: string, fields?: Readonly<Record<string, unknown>>): void;
  error(what: string, fields?: Readonly<Record<string, unknown>>): void;
}
