// Applies what the main thread handed over, in that order. All calls' moves that gathered while the last
// commit ran go to disk in one commit; configuration and retention have commits of their own.
import { crashPoint } from '#main/crash-point.ts';
import type { StoreFailure } from '#main/ports/store-failure.ts';
import { attemptMoves } from './attempt-moves.ts';
import { callMoves } from './call-moves.ts';
import { callSeries } from './call-series.ts';
import { configTables } from './config-tables.ts';
import { expiredCalls } from './expired-calls.ts';
import { holdTable } from './hold-table.ts';
import { idempotencyTable } from './idempotency-table.ts';
import { keyUseTable } from './key-use-table.ts';
import { laneCounters } from './lane-counters.ts';
import { laneDepths } from './lane-depths.ts';
import { laneMoves } from './lane-moves.ts';
import type { Lives } from './lives.ts';
import { notificationTable } from './notification-table.ts';
import type { Db } from './open.ts';
import { replayTable } from './replay-table.ts';
import { receivedMinutes } from './received-minutes.ts';
import { refusedCount } from './refused-count.ts';
import { resultTable } from './result-table.ts';
import { failureKind, isConstraint } from './sqlite-failure.ts';
import { startLookups } from './start-lookups.ts';
import { steadyClockOf } from './steady-clock.ts';
import { waitingBytes } from './waiting-bytes.ts';

export interface Databases {
  readonly queue: Db;
  readonly config: Db;
}

/** Everything that may be asked of the writing thread, by name. */
export type WriteOperations = ReturnType<typeof callMoves> &
  ReturnType<typeof attemptMoves> &
  ReturnType<typeof laneMoves> &
  ReturnType<typeof keyUseTable> &
  Omit<ReturnType<typeof replayTable>, 'stepped'> &
  ReturnType<typeof laneDepths> &
  ReturnType<typeof notificationTable> &
  ReturnType<typeof expiredCalls> &
  ReturnType<typeof configTables> &
  ReturnType<typeof startLookups> &
  LastOperation;
/** The last thing that is asked of a life. */
export interface LastOperation {
  /** Whether the databases are whole without their logs now. */
  bringHome(): boolean;
}
export type Request<Operations> = readonly [name: keyof Operations & string, argument: unknown];
export type Reply = { readonly value: unknown } | FailedReply;
export interface FailedReply {
  readonly failure: string;
  readonly code: StoreFailure['code'];
  /** Nothing may be written after this: what SQLite believes of its files may no longer be so. */
  readonly isFatal: boolean;
}

/** `committed` is told the bytes of waiting calls: at the beginning, and after each commit before anybody is answered. */
export function createWriter(
  databases: Databases,
  lives: Lives,
  committed: (waitingBytes: number) => void,
  last: LastOperation,
): (requests: readonly Request<WriteOperations>[]) => Reply[] {
  const { queue } = databases;
  // The states are words of this code. For each row that changes, SQLite would build a table of those that the schema
  // allows; what reads a database through before it is opened goes by the schema.
  queue.pragma('ignore_check_constraints = ON');
  const time = steadyClockOf(queue);
  // These commit by themselves, or only look.
  const apart = {
    ...configTables(databases.config),
    ...expiredCalls(queue, time),
    ...startLookups(queue),
    ...last,
  };
  const counters = laneCounters(queue);
  const refused = refusedCount(queue);
  const waiting = waitingBytes(queue);
  const received = receivedMinutes(queue);
  const series = callSeries(queue, time, () => performance.now());
  const tallies = [counters, refused, waiting, received, series];
  const results = resultTable(queue);
  const holds = holdTable(queue);
  const { stepped, ...replays } = replayTable(queue);
  const keys = idempotencyTable(queue, time);
  const operations: WriteOperations = {
    ...callMoves(queue, {
      counters,
      refused,
      waiting,
      received,
      series,
      results,
      keys,
      stepped,
    }),
    ...attemptMoves(queue, { results, holds, lives, series }),
    ...laneMoves(queue, results, holds, series),
    ...keyUseTable(queue),
    ...laneDepths(queue),
    ...notificationTable(queue),
    ...replays,
    ...apart,
  };

  function run([name, argument]: Request<WriteOperations>): Reply {
    // Each name is a key of the record and its argument was typed by the same record on the other side.
    const operation = operations[name] as (argument: unknown) => unknown;
    return { value: operation(argument) };
  }

  const together = queue.transaction((requests: readonly Request<WriteOperations>[]) => {
    const replies = requests.map(run);
    for (const tally of tallies) tally.write();
    crashPoint('before_commit');
    return replies;
  });

  function commit(requests: readonly Request<WriteOperations>[]): Reply[] {
    if (requests.length === 0) return [];
    try {
      const replies = together.immediate(requests);
      crashPoint('after_commit');
      committed(waiting.sum());
      return replies;
    } catch (error) {
      for (const tally of tallies) tally.forget();
      lives.forget();
      // A row that breaks a rule must not fail its neighbours; a disk that fails must fail them all.
      if (requests.length > 1 && isConstraint(error)) return commitEach(requests);
      return requests.map(() => failure(error));
    }
  }

  /** Up to the first failure that ends all writing. */
  function commitEach(requests: readonly Request<WriteOperations>[]): Reply[] {
    const replies: Reply[] = [];
    for (const request of requests) {
      replies.push(...commit([request]));
      if (replies.some(isFatal)) break;
    }
    return replies;
  }

  /** Set by the first failure that ends all writing. */
  let end: FailedReply | null = null;

  function applyAll(requests: readonly Request<WriteOperations>[]): Reply[] {
    const replies: Reply[] = [];
    let gathered: Request<WriteOperations>[] = [];
    const keep = (made: readonly Reply[]) => {
      replies.push(...made);
      end ??= made.find(isFatal) ?? null;
    };
    for (const request of requests) {
      if (!(request[0] in apart)) {
        gathered.push(request);
        continue;
      }
      if (end === null) keep(commit(gathered));
      gathered = [];
      if (end === null) keep([attempt(() => run(request))]);
    }
    if (end === null) keep(commit(gathered));
    return replies;
  }

  committed(waiting.sum());
  return (requests) => {
    const replies = end === null ? applyAll(requests) : [];
    while (end !== null && replies.length < requests.length) replies.push(end);
    return replies;
  };
}

const isFatal = (reply: Reply): reply is FailedReply => 'failure' in reply && reply.isFatal;

export function attempt(run: () => Reply): Reply {
  try {
    return run();
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): FailedReply {
  const kind = failureKind(error);
  return {
    failure: error instanceof Error ? error.message : String(error),
    code: kind === 'full' ? 'storage_full' : 'storage_failed',
    isFatal: kind === 'fatal',
  };
}
