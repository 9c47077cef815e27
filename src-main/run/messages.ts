// What the pool and its worker threads say to each other. Messages travel in lists, one list per turn of the loop.
import type {
  Destinations,
  ExecutionOutcome,
  ExecutionRequest,
  Program,
  StoredAnswer,
} from '#main/ports/run.ts';

/** An execution as it reaches a worker: the program by its key, the body as bytes. */
export type Execution = Pick<ExecutionRequest, 'call' | 'queryJson' | 'headersJson' | 'timeoutMs'> & {
  readonly body: Uint8Array | null;
};

export interface RunMessage {
  readonly id: number;
  readonly key: string;
  /** Sent along the first time only; the worker keeps it until it is told to forget it. */
  readonly program: Program | null;
  readonly forget: string | null;
  readonly execution: Execution;
}

/** Executions to begin, or where requests may go from now on. */
export type ThreadMessage = readonly RunMessage[] | { readonly destinations: Destinations };

export type WorkerMessage =
  | { readonly kind: 'done'; readonly id: number; readonly outcome: ExecutionOutcome }
  | { readonly kind: 'answered'; readonly id: number; readonly answer: StoredAnswer }
  /** From now on others may have noticed this execution: it must not be run a second time unasked. */
  | { readonly kind: 'noticed'; readonly id: number }
  | { readonly kind: 'stray'; readonly text: string };
