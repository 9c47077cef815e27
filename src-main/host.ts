// The port that both shells fill: what the core cannot know of the place it runs in.

export interface Host {
  readonly face: 'desktop' | 'headless';
  /** Hookline's own version. */
  readonly version: string;
  /** An absolute path; it exists and is writable. */
  readonly dataFolder: string;
  /** The entries of the worker threads: bundles when built, sources under test. */
  readonly workers: { readonly store: URL; readonly run: URL };
  /** 32 random bytes that API keys and secrets are kept under; the shell keeps them safe. */
  readonly dataKey: Uint8Array;
  readonly log: Log;
}

/** Structured lines for the operator; never a secret, never a body. */
export interface Log {
  info(what: string, fields?: Readonly<Record<string, unknown>>): void;
  error(what: string, fields?: Readonly<Record<string, unknown>>): void;
}
