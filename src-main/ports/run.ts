// What lanes ask of the room that runs workflows. `run/` fills it with worker threads, tests with a function.
import type { BodyContract } from '#shared/model/body-contract.ts';
import type { Connection } from '#shared/model/connection.ts';
import type { Workflow } from '#shared/model/step.ts';
import type { Problem } from '#shared/problem.ts';
import type { Result } from '#shared/result.ts';

/** A body as kept: small ones inline, large ones in a file whose bytes are on disk. */
export type StoredBody =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'file'; readonly file: string; readonly bytes: number }
  /** Sealed under a key that is not there any more. */
  | { readonly kind: 'unreadable'; readonly bytes: number };

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
  /** Elements of XML bodies that are a list even where one stands alone. */
  readonly xmlLists?: readonly string[];
  /** Where values stand in a body that nobody may see but the workflow. */
  readonly hiddenBodyPaths: readonly string[];
  /** What is asked about the body, in place of running anything. */
  readonly asks?: BodyQuestion;
}

export type BodyQuestion =
  | ({ readonly kind: 'check' } & Pick<BodyContract, 'bodyMustBe' | 'bodySchema'>)
  /** What a schema of it would be. */
  | { readonly kind: 'describe' };

/** An integration that a workflow calls, by the name or `code/name` that its step says, and what it is sent. */
export interface CalleeQuestion {
  readonly integration: string;
  readonly query: readonly (readonly [name: string, text: string])[];
}

/** The integration as it is now. */
export interface Callee {
  /** `code/name`. */
  readonly address: string;
  readonly program: Program;
  /** Parameters with defaults filled in, as JSON. */
  readonly queryJson: string;
  /** The longest its execution may take. */
  readonly timeoutMs: number;
}

export type CalleeAnswer = Result<Callee>;

/** What is wrong with a body, in words that hold no value of it. */
export interface BodyFault {
  readonly code: 'body_type_wrong' | 'body_malformed' | 'body_not_as_declared';
  readonly detail: string;
}

/** Makes an execution a dry run: nothing that others would notice is done. */
export interface Rehearsal {
  /** The names of steps that are really done all the same. */
  readonly send: readonly string[];
  /**
   * What stands in for the results of the others, by the name of their step: what somebody typed, else what it was before;
   * the latter for each item of a list by itself, as `each[0].send`.
   */
  readonly typed: Readonly<Record<string, unknown>>;
  readonly captured: Readonly<Record<string, unknown>>;
  /** What is looked at in place of running the program; left out for a run. */
  readonly look?: DraftLook;
}

/** A draft as it is while it is typed. */
export interface DraftLook {
  readonly dataProcessing: string | undefined;
  readonly workflow: readonly object[];
  /** Whether there is a sample to evaluate its expressions for. */
  readonly evaluates: boolean;
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
  readonly rehearsal?: Rehearsal | undefined;
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
  /** Of a dry run: what the data processing made, as JSON for people. */
  readonly inputJson?: string | null;
  /** Of a look at a draft, or of a question about a body: what was found, as JSON. */
  readonly lookJson?: string;
  readonly runMs: number;
  /** Some value that nobody may see is in the answer; told of workflows without steps. */
  readonly isAnswerHidden?: boolean;
}

/** Where workflows may send requests. */
export interface Destinations {
  /** To this machine, and to networks that are not public. */
  readonly privateAllowed: boolean;
  /** Of Hookline's own listener for screens and commands, which none may reach; null where there is none. */
  readonly adminPorts: readonly number[];
}

/** The named values and connections of the installation, as workflows see them. */
export interface RunEnvironment {
  /** Values and secrets by name; null for a secret that cannot be read. */
  readonly values: Readonly<Record<string, string | null>>;
  /** By name, with their secrets, where these can be read. */
  readonly connections: Readonly<
    Record<string, { readonly settings: Connection; readonly isReadable: boolean }>
  >;
  /** What must not be told of any of them. */
  readonly secrets: readonly string[];
}

/** What the operator lets workflows do to this machine. */
export interface RunPermissions {
  /** Programs that they may run, by their absolute path. */
  readonly commands: readonly string[];
  /** Folders that they may write to. */
  readonly folders: readonly string[];
  /** Hookline's own, where nobody else writes, whatever is allowed. */
  readonly dataFolder: string;
  /** Where each program has a folder of its own while it runs. */
  readonly workFolder: string;
  /** What a program sees beside the variables that its step names. */
  readonly programEnvironment: Readonly<Record<string, string>>;
}

/** What holds for all executions, those that have begun as well. */
export interface RunConditions {
  readonly destinations: Destinations;
  readonly environment: RunEnvironment;
  readonly permissions: RunPermissions;
}

/** What takes a run worker long to read from disk, and whether there is an integration that needs it. */
export interface Needed {
  /** The client that asks other systems. */
  readonly exchange: boolean;
  /** What compares a body with a schema. */
  readonly askBody: boolean;
}

export interface RunPort {
  /**
   * Runs a workflow to its end; never rejects. `onAnswer` is called when a `respond` step has made the answer
   * and more steps follow; without it the answer comes with the outcome.
   */
  execute(request: ExecutionRequest, onAnswer: (answer: StoredAnswer) => void): Promise<ExecutionOutcome>;
  close(): Promise<void>;
}
