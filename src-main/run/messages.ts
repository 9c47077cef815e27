// What the pool and its worker threads say to each other. Messages travel in lists, one list per turn of the loop.
import type {
  CalleeAnswer,
  CalleeQuestion,
  ExecutionOutcome,
  ExecutionRequest,
  Needed,
  Program,
  RunConditions,
  StoredAnswer,
} from '#main/ports/run.ts';

/** An execution as it reaches a worker: the program by its key, the body as bytes. */
export type Execution = Pick<
  ExecutionRequest,
  'call' | 'queryJson' | 'headersJson' | 'timeoutMs' | 'rehearsal'
> & {
  readonly body: Uint8Array | null;
  /** When it was asked for, by the clock that all threads share: the times of its steps count from then. */
  readonly askedMs: number;
};

export interface RunMessage {
  readonly id: number;
  readonly key: string;
  /** Sent along the first time only; the worker keeps it until it is told to forget it. */
  readonly program: Program | null;
  readonly forget: string | null;
  readonly execution: Execution;
}

/** Executions to begin, what holds for them from now on, or the answer to a question of the thread. */
export type ThreadMessage =
  | readonly RunMessage[]
  | { readonly conditions: Partial<RunConditions> }
  | { readonly needed: Needed }
  | { readonly ask: number; readonly callee: CalleeAnswer };

export type WorkerMessage =
  | { readonly kind: 'done'; readonly id: number; readonly outcome: ExecutionOutcome }
  | { readonly kind: 'answered'; readonly id: number; readonly answer: StoredAnswer }
  /** From now on others may have noticed this execution: it must not be run a second time unasked. */
  | { readonly kind: 'noticed'; readonly id: number }
  /** A program that was begun, or has ended: it must not outlive the thread. */
  | { readonly kind: 'process'; readonly pid: number; readonly lives: boolean }
  /** Which integration a workflow calls; the answer comes with the same number. */
  | { readonly kind: 'asked'; readonly ask: number; readonly question: CalleeQuestion }
  | { readonly kind: 'stray'; readonly text: string };
