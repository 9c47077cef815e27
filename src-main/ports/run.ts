// What lanes ask of the room that runs workflows. `run/` fills it with worker threads, tests with a function.
import type { Workflow } from '#shared/model/step.ts';
import type { Problem } from '#shared/problem.ts';

/** A body as kept: small ones inline, large ones in a file whose bytes are on disk. */
export type StoredBody =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly file: string; readonly bytes: number };

/** Names and values of headers, as sent and in that order. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** An answer ready to be sent. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Uint8Array | null;
}

/** What a workflow is made of; `key` names it for ever (`<integration id>@<version>`), so that workers may keep it. */
export interface Program {
  readonly key: string;
  readonly dataProcessing: string | undefined;
  readonly steps: Workflow;
}

export interface ExecutionRequest {
  readonly program: Program;
  /** As expressions see it. */
  readonly call: {
    readonly id: string;
    readonly method: string;
    readonly path: string;
    readonly receivedAt: string;
    readonly keyLabel: string | null;
    readonly attempt: number;
    readonly lane: string;
  };
  /** Parameters with defaults filled in, as JSON. */
  readonly queryJson: string;
  /** As received, credentials removed: a `HeaderList`, as JSON. */
  readonly headersJson: string;
  readonly body: StoredBody | null;
  /** The longest this execution may take. */
  readonly timeoutMs: number;
}

export interface ExecutionOutcome {
  readonly state: 'succeeded' | 'failed';
  /** What a caller is answered: the workflow's own answer, or its result; null where it failed before any. */
  readonly answer: StoredAnswer | null;
  /** Why it failed. */
  readonly problem: Problem | null;
  /** The status a `fail` step chose for the caller. */
  readonly failStatus: number | null;
  /** A list of `StepTrace`, as JSON: it is kept and shown as it is. */
  readonly stepsJson: string;
  readonly runMs: number;
}

/** Where workflows may send requests. */
export interface Destinations {
  /** To this machine, and to networks that are not public. */
  readonly privateAllowed: boolean;
  /** Of Hookline's own listener for screens and commands, which none may reach; null where there is none. */
  readonly adminPorts: readonly number[];
}

export interface RunPort {
  /**
   * Runs a workflow to its end; never rejects. `onAnswer` is called when a `respond` step has made the answer
   * and more steps follow; without it the answer comes with the outcome.
   */
  execute(request: ExecutionRequest, onAnswer: (answer: StoredAnswer) => void): Promise<ExecutionOutcome>;
  close(): Promise<void>;
}
