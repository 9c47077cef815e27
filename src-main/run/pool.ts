// Runs workflows in a few worker threads and stays out of their way: one message out, one back. What it must see to
// is that nothing is lost when a thread is: the execution that held it fails, those beside it that nobody
// noticed yet run again elsewhere, the others are told apart. It never runs user code and never rejects.
import type { BeginProcess, Log } from '#main/host.ts';
import type { CalleeAnswer, CalleeQuestion, Needed, RunConditions, RunPort } from '#main/ports/run.ts';
import { StoreFailure } from '#main/ports/store-failure.ts';
import { problem } from '#shared/problem.ts';
import { refuse } from '#shared/result.ts';
import { availableParallelism } from 'node:os';
import { endProcessGroup } from './end-process-group.ts';
import { createExpectedWork } from './expected-work.ts';
import { endJob, type Job, lossOf, ranMs } from './job.ts';
import type { WorkerMessage } from './messages.ts';
import { nowMs } from './pulse.ts';
import { findSeat, isStuck, leave, lookAt, lookEveryMs, type Seat, seatOf, sit } from './seat.ts';
import { wordsOf } from './step-failure.ts';
import { startThread } from './thread.ts';

export interface RunPoolOptions {
  /** The entry of a worker thread: a bundle when built, the source under test. */
  readonly workerUrl: URL;
  /** Reads a body that is kept in a file. */
  readonly readBlob: (file: string) => Promise<Uint8Array>;
  /** What a thread reads from disk before an execution asks for it; nothing by default. */
  readonly needed?: () => Needed;
  /** The integration that a workflow calls. */
  readonly callee?: (question: CalleeQuestion) => CalleeAnswer;
  /** What holds for workflows at first. */
  readonly conditions: RunConditions;
  /** How many threads at most; by default one for each core, two at least. None: one that begins when it is needed. */
  readonly size?: number;
  /** How many more for the time when all of those are held. */
  readonly extra?: number;
  /** How long past its limit an execution may hold a thread before the thread is ended. */
  readonly graceMs?: number;
  /** How long a thread may stand still, with nobody known to hold it, before it is ended. */
  readonly stillMs?: number;
  /** How long a thread beyond the usual ones may have nothing to do before it is ended. */
  readonly idleMs?: number;
  /** The most memory for JavaScript objects in one thread. */
  readonly heapMebibytes?: number;
  /** Where threads cannot fork. */
  readonly beginProcess?: BeginProcess | undefined;
  readonly log?: Log;
}

/**
 * Where a thread could not even begin, for want of memory, of file handles or of room for processes, those that there
 * are do for so long; where there are none, executions wait so long.
 */
const restMs = 1_000;

export interface RunPool extends RunPort {
  /** What holds for workflows from now on, as far as it changes. */
  follow(change: Partial<RunConditions>): void;
}

export function createRunPool(options: RunPoolOptions): RunPool {
  const { workerUrl, readBlob, log, heapMebibytes = 1024, needed } = options;
  const { callee = () => refuse(problem('callee_missing')) } = options;
  const { graceMs = 1000, stillMs = 5000, idleMs = 30_000, extra = 6 } = options;
  const size = options.size ?? Math.max(2, availableParallelism());
  const seats = new Set<Seat>();
  const work = createExpectedWork();
  let { conditions } = options;
  let lastId = 0;
  let isClosed = false;
  let watch: NodeJS.Timeout | null = null;
  let noMoreUntilMs = 0;
  const waiting: Job[] = [];
  let rest: NodeJS.Timeout | null = null;

  /** Some wants show at once, in what is thrown, and others when the thread ends that never began. */
  function takeSeat(): Seat | null {
    try {
      const thread = startThread({
        workerUrl,
        heapMebibytes,
        needed,
        conditions,
        beginProcess: options.beginProcess,
        onMessages: (messages) => messages.forEach((message) => receive(seat, message)),
        onExit: (why) => leaveSeat(seat, why),
      });
      const seat = seatOf(thread);
      seats.add(seat);
      return seat;
    } catch (error) {
      noMoreUntilMs = nowMs() + restMs;
      log?.error('A run worker could not begin', { why: wordsOf(error) });
      return null;
    }
  }

  /** Null where there is no thread, and none can begin now. */
  function pickSeat(job: Job): Seat | null {
    const { best, areAllHeld, mayGrow } = findSeat(seats, job);
    if (nowMs() < noMoreUntilMs) return best;
    if (best === null) return takeSeat();
    const mostSeats = areAllHeld ? size + extra : size;
    if (!mayGrow || seats.size >= mostSeats) return best;
    const seat = takeSeat();
    if (seat !== null && seats.size > size) {
      log?.debug('All run workers are held, one more was started', { workers: seats.size });
    }
    return seat ?? best;
  }

  async function begin(job: Job): Promise<void> {
    const { body } = job.request;
    if (body?.kind === 'unreadable')
      return endJob(
        job,
        problem('secrets_unreadable', {
          reason: 'The body cannot be read: the data key is lost, or another one.',
        }),
      );
    if (body?.kind !== 'file') return send(job, body === null ? null : body.bytes, false);
    try {
      send(job, await readBlob(body.file), true);
    } catch (error) {
      const code =
        error instanceof StoreFailure && error.code === 'secrets_unreadable' ? error.code : 'internal';
      endJob(job, problem(code, { reason: `The body cannot be read: ${wordsOf(error)}` }));
    }
  }

  function send(job: Job, body: Uint8Array | null, mayTransfer: boolean): void {
    if (isClosed) return endJob(job, problem('interrupted'));
    const seat = pickSeat(job);
    if (seat === null) return wait(job);
    lastId += 1;
    job.id = lastId;
    sit(seat, job);
    const { program, body: _body, ...execution } = job.request;
    seat.thread.send(job.id, program, { ...execution, body, askedMs: job.askedMs }, mayTransfer);
    watch ??= setInterval(lookAtThreads, lookEveryMs).unref();
  }

  function wait(job: Job): void {
    waiting.push(job);
    rest ??= setTimeout(goOn, restMs);
  }

  function goOn(): void {
    rest = null;
    for (const job of waiting.splice(0)) void begin(job);
  }

  function receive(seat: Seat, message: WorkerMessage): void {
    if (message.kind === 'stray') {
      log?.error('A promise in a run worker failed unseen', { text: message.text });
      return;
    }
    if (message.kind === 'asked') return seat.thread.answer(message.ask, callee(message.question));
    if (message.kind === 'process') {
      if (message.lives) seat.processes.add(message.pid);
      else seat.processes.delete(message.pid);
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
      leave(seat, job);
      work.ended(job.request.program.key, message.outcome.runMs);
      job.settle(message.outcome);
    }
  }

  function lookAtThreads(): void {
    let isBusy = seats.size > size;
    for (const seat of seats) {
      lookAt(seat);
      isBusy ||= seat.jobs.size > 0;
      if (seat.isEnding) continue;
      if (isStuck(seat, graceMs, stillMs)) endSeat(seat);
      else if (seats.size > size && seat.idleLooks * lookEveryMs >= idleMs) retire(seat);
    }
    if (!isBusy && watch !== null) {
      clearInterval(watch);
      watch = null;
    }
  }

  /** It has nothing to do, so that nothing is lost: it is gone at once for those that count. */
  function retire(seat: Seat): void {
    seats.delete(seat);
    endSeat(seat);
    log?.debug('A run worker that is not needed any more was ended', { workers: seats.size });
  }

  function endSeat(seat: Seat): void {
    seat.isEnding = true;
    void seat.thread.end();
  }

  /** A thread is gone: whoever held it fails, the others go elsewhere or are told. */
  function leaveSeat(seat: Seat, why: string): void {
    for (const pid of seat.processes) endProcessGroup(pid);
    // One that was retired has nothing to tell.
    if (!seats.delete(seat)) return;
    if (!isClosed) log?.error('A run worker ended', { why, executions: seat.jobs.size });
    const hasBegun = seat.thread.beats() > 0;
    if (!hasBegun) noMoreUntilMs = nowMs() + restMs;
    const holder = seat.thread.holder();
    for (const job of seat.jobs.values()) {
      // A thread that never began has not touched them, which is no loss.
      if (hasBegun) job.losses += 1;
      if (job.id === holder.id) {
        // It may have begun since it was last looked at, or have waited for something before.
        job.beganMs = Math.min(job.beganMs ?? holder.sinceMs, holder.sinceMs);
        work.ended(job.request.program.key, ranMs(job));
      }
      let loss = hasBegun ? lossOf(job, holder, why) : null;
      if (isClosed) loss = problem('interrupted');
      if (loss !== null) {
        endJob(job, loss);
        continue;
      }
      job.beganMs = null;
      void begin(job);
    }
  }

  // The first call should not wait for a thread to start.
  if (size > 0) takeSeat();

  return {
    execute: (request, onAnswer) =>
      new Promise((settle) => {
        void begin({
          id: 0,
          request,
          onAnswer,
          settle,
          askedMs: nowMs(),
          beganMs: null,
          expectedMs: work.of(request.program.key),
          isNoticed: false,
          answer: null,
          losses: 0,
        });
      }),
    follow(change) {
      conditions = { ...conditions, ...change };
      for (const { thread } of seats) thread.follow(change);
    },
    async close() {
      isClosed = true;
      if (watch !== null) clearInterval(watch);
      if (rest !== null) clearTimeout(rest);
      for (const job of waiting.splice(0)) endJob(job, problem('interrupted'));
      await Promise.all([...seats].map((seat) => seat.thread.end()));
    },
  };
}
