// Runs workflows in a few worker threads and stays out of their way: one message out, one back. What it must see to
// is that nothing is lost when a thread is: the execution that held it fails, those beside it that nobody
// noticed yet run again elsewhere, the others are told apart. It never runs user code and never rejects.
import type { Log } from '#main/host.ts';
import type { ExecutionOutcome, ExecutionRequest, RunPort, StoredAnswer } from '#main/ports/run.ts';
import { type Problem, problem } from '#shared/problem.ts';
import { availableParallelism } from 'node:os';
import type { WorkerMessage } from './messages.ts';
import { type Holder, nowMs } from './pulse.ts';
import { wordsOf } from './step-failure.ts';
import { startThread, type Thread } from './thread.ts';

export interface RunPoolOptions {
  /** The entry of a worker thread: a bundle when built, the source under test. */
  readonly workerUrl: URL;
  /** Reads a body that is kept in a file. */
  readonly readBlob: (file: string) => Promise<Uint8Array>;
  /** How many threads at most; by default one for each core, two at least. */
  readonly size?: number;
  /** How long past its limit an execution may hold a thread before the thread is ended. */
  readonly graceMs?: number;
  /** The most memory for JavaScript objects in one thread. */
  readonly heapMebibytes?: number;
  readonly log?: Log;
}

/** An execution on its way. */
interface Job {
  readonly id: number;
  readonly request: ExecutionRequest;
  readonly onAnswer: (answer: StoredAnswer) => void;
  readonly settle: (outcome: ExecutionOutcome) => void;
  readonly beganMs: number;
  /** Whether others may have noticed it: a request was sent, or an answer given. */
  isNoticed: boolean;
  answer: StoredAnswer | null;
  /** How many threads it outlived. */
  losses: number;
}

interface Seat {
  isEnding: boolean;
  readonly thread: Thread;
  readonly jobs: Map<number, Job>;
}

const watchEveryMs = 200;
const maxLosses = 3;
/** A thread that one execution held this long is left alone by new ones where there is another. */
const busyMs = 50;
/** Threads beyond the usual ones, for the time when all of those are held. */
const extraSeats = 4;
/** A thread that nobody is known to hold and whose event loop stands still for so long is ended. */
const longestSilenceMs = 5_000;
/** Longer than two beats of a thread that has its turns. */
const notableSilenceMs = 600;
const heldLoad = 1_000_000;

const isHeld = ({ jobs, thread }: Seat): boolean =>
  jobs.size > 0 && (thread.heldMs() > busyMs || thread.silentMs() > notableSilenceMs);

export function createRunPool(options: RunPoolOptions): RunPort {
  const { workerUrl, readBlob, log, graceMs = 1000, heapMebibytes = 1024 } = options;
  const size = options.size ?? Math.max(2, availableParallelism());
  const seats = new Set<Seat>();
  let lastId = 0;
  let isClosed = false;
  let watch: NodeJS.Timeout | null = null;

  function takeSeat(): Seat {
    const thread = startThread({
      workerUrl,
      heapMebibytes,
      onMessages: (messages) => messages.forEach((message) => receive(seat, message)),
      onExit: (why) => leaveSeat(seat, why),
    });
    const seat: Seat = { isEnding: false, thread, jobs: new Map() };
    seats.add(seat);
    return seat;
  }

  /** The seat with the least to do; a new one where all have something to do and there may be more. */
  function pickSeat(): Seat {
    let best: Seat | null = null;
    let least = Infinity;
    for (const seat of seats) {
      if (seat.isEnding) continue;
      const load = seat.jobs.size + (isHeld(seat) ? heldLoad : 0);
      if (load < least) [best, least] = [seat, load];
    }
    const mostSeats = least >= heldLoad ? size + extraSeats : size;
    return best !== null && (least === 0 || seats.size >= mostSeats) ? best : takeSeat();
  }

  async function begin(job: Job): Promise<void> {
    const { body } = job.request;
    if (body?.kind !== 'file') return send(job, body === null ? null : body.bytes, false);
    try {
      send(job, await readBlob(body.file), true);
    } catch (error) {
      end(job, problem('internal', { reason: `The body cannot be read: ${wordsOf(error)}` }));
    }
  }

  function send(job: Job, body: Uint8Array | null, mayTransfer: boolean): void {
    if (isClosed) return end(job, problem('interrupted'));
    const seat = pickSeat();
    seat.jobs.set(job.id, job);
    const { program, call, query, headers, timeoutMs } = job.request;
    seat.thread.send(job.id, program, { call, query, headers, timeoutMs, body }, mayTransfer);
    watch ??= setInterval(endStuckThreads, watchEveryMs).unref();
  }

  function receive(seat: Seat, message: WorkerMessage): void {
    if (message.kind === 'stray') {
      log?.error('A promise in a run worker failed unseen', { text: message.text });
      return;
    }
    const job = seat.jobs.get(message.id);
    if (job === undefined) return;
    if (message.kind === 'noticed') job.isNoticed = true;
    else if (message.kind === 'answered') {
      job.isNoticed = true;
      job.answer = message.answer;
      job.onAnswer(message.answer);
    } else {
      seat.jobs.delete(job.id);
      job.settle(message.outcome);
    }
  }

  function endStuckThreads(): void {
    let isBusy = false;
    for (const seat of seats) {
      if (seat.jobs.size === 0) continue;
      isBusy = true;
      const { id, untilMs } = seat.thread.holder();
      const isStuck = id === 0 ? seat.thread.silentMs() > longestSilenceMs : nowMs() > untilMs + graceMs;
      if (seat.isEnding || !isStuck) continue;
      seat.isEnding = true;
      void seat.thread.end();
    }
    if (!isBusy && watch !== null) {
      clearInterval(watch);
      watch = null;
    }
  }

  /** A thread is gone: whoever held it fails, the others go elsewhere or are told. */
  function leaveSeat(seat: Seat, why: string): void {
    seats.delete(seat);
    if (!isClosed) log?.error('A run worker ended', { why, executions: seat.jobs.size });
    const holder = seat.thread.holder();
    for (const job of seat.jobs.values()) {
      job.losses += 1;
      if (isClosed) end(job, problem('interrupted'));
      else if (job.id === holder.id) end(job, lossOf(job, holder, why));
      else if (nowMs() > job.beganMs + job.request.timeoutMs) end(job, problem('execution_timed_out'));
      else if (job.isNoticed || job.losses >= maxLosses) end(job, problem('worker_lost', { reason: why }));
      else void begin(job);
    }
  }

  function end(job: Job, why: Problem): void {
    job.settle({
      state: 'failed',
      answer: job.answer,
      problem: why,
      failStatus: null,
      steps: [],
      runMs: nowMs() - job.beganMs,
    });
  }

  // The first call should not wait for a thread to start.
  takeSeat();

  return {
    execute: (request, onAnswer) =>
      new Promise((settle) => {
        const beganMs = nowMs();
        lastId += 1;
        void begin({
          id: lastId,
          request,
          onAnswer,
          settle,
          beganMs,
          isNoticed: false,
          answer: null,
          losses: 0,
        });
      }),
    async close() {
      isClosed = true;
      if (watch !== null) clearInterval(watch);
      await Promise.all([...seats].map((seat) => seat.thread.end()));
    },
  };
}

/** Why an execution that held a thread when the thread ended has failed. */
function lossOf(job: Job, { untilMs, step }: Holder, why: string): Problem {
  const where = job.request.program.steps[step]?.name ?? 'data processing';
  return nowMs() > untilMs
    ? problem('execution_timed_out', { reason: `${where}: It held its thread past its limit and was ended.` })
    : problem('worker_lost', { reason: `${where}: ${why}` });
}
