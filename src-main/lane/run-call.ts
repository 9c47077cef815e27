// One call's turn: it runs, its end is put on disk, and only then is anybody told.
import { crashPoint } from '#main/crash-point.ts';
import type { ExecutionOutcome, StoredAnswer } from '#main/ports/run.ts';
import type { FinishedCall, KeptRequest } from '#main/ports/store.ts';
import { roundMs } from '#shared/model/call.ts';
import { problem, statusOf } from '#shared/problem.ts';
import { retryMs, sinceReceived, type LaneDeps } from './deps.ts';
import type { Lane } from './lane.ts';
import type { LiveCall, Settled } from './live-call.ts';

/** A call that costs its thread each time is not given a fourth. */
const maxLostAttempts = 3;

/** `next` starts the calls whose turn has come; it is called when this one has left its place. */
export async function runCall(
  deps: LaneDeps,
  lane: Lane,
  call: LiveCall,
  request: KeptRequest,
  next: () => void,
): Promise<void> {
  lane.running.set(call.sequence, call);
  call.state = 'running';
  call.startedAtMs = deps.now();
  call.timings.startedMs = sinceReceived(deps, call);
  call.waitMs = roundMs(Math.max(0, call.timings.startedMs - (call.timings.storedMs ?? 0)));
  deps.announce(call);
  crashPoint('after_start');
  const outcome = await executeToEnd(deps, call, request);
  // Cut off by the end of the service: it stays as it is on disk, and the next life puts it right.
  if (outcome.problem?.code === 'interrupted') return;
  call.timings.finishedMs = sinceReceived(deps, call);
  crashPoint('before_finish');
  // Handed to the store in one turn with the next call's start, the two are one commit, and the next one runs
  // only once that commit is on disk.
  const kept = finish(deps, call, outcome);
  lane.running.delete(call.sequence);
  lane.pace.ended(outcome.runMs);
  lane.queue.done();
  next();
  const { settle } = call;
  call.settle = null;
  settle?.(await kept);
}

/** An attempt that was cut off is no end for a call that nobody waits for: it runs again, at its place. */
async function executeToEnd(deps: LaneDeps, call: LiveCall, request: KeptRequest): Promise<ExecutionOutcome> {
  for (;;) {
    const outcome = await execute(deps, call, request);
    const { problem: why } = outcome;
    const isLost = why?.code === 'worker_lost' && call.caller === 'answered';
    if (!isLost || call.attempt >= maxLostAttempts) return outcome;
    try {
      const { sequence, attempt } = call;
      const text = { code: why.code, text: why.reason ?? why.detail };
      // Handed over in one turn, they are one commit: nobody sees it wait in between.
      const isBack = deps.calls.putBack({ sequence, attempt, problem: text, finishedAtMs: deps.now() });
      const started = await deps.calls.start({ sequence, startedAtMs: deps.now() });
      if (!(await isBack) || started === null) return outcome;
      call.attempt = started.attempt;
      deps.announce(call);
    } catch (error) {
      deps.report('a call that was cut off cannot be run again', error);
      return outcome;
    }
  }
}

async function execute(deps: LaneDeps, call: LiveCall, request: KeptRequest): Promise<ExecutionOutcome> {
  try {
    const { program, timeoutMs } = await deps.version(call.integrationId, call.integrationVersion);
    const { id, method, path, keyLabel, attempt, lane } = call;
    const receivedAt = new Date(call.receivedAtMs).toISOString();
    const { query, headers, body } = request;
    return await deps.run.execute(
      {
        program,
        call: { id, method, path, receivedAt, keyLabel, attempt, lane },
        query,
        headers,
        body,
        timeoutMs,
      },
      (answer) => void answerEarly(deps, call, answer),
    );
  } catch (error) {
    deps.report('a call cannot be run', error);
    const why = problem('internal', { reason: error instanceof Error ? error.message : String(error) });
    return { state: 'failed', answer: null, problem: why, failStatus: null, steps: [], runMs: 0 };
  }
}

/** A `respond` step answered while the workflow goes on: the answer is kept, then sent. */
async function answerEarly(deps: LaneDeps, call: LiveCall, answer: StoredAnswer): Promise<void> {
  const { settle } = call;
  call.settle = null;
  const answeredMs = sinceReceived(deps, call);
  try {
    const { sequence, attempt } = call;
    await deps.calls.answer({ sequence, attempt, answer, answeredMs });
  } catch (error) {
    deps.report('an answer cannot be stored', error);
    settle?.({ kind: 'failed', problem: problem('storage_failed'), status: null });
    return;
  }
  if (settle === null) return;
  call.answeredStatus = answer.status;
  call.timings.answeredMs = answeredMs;
  settle({ kind: 'answered', answer });
  deps.announce(call);
}

/** Puts the end on disk, again and again if need be; what the caller is told comes with the first try. */
async function finish(deps: LaneDeps, call: LiveCall, outcome: ExecutionOutcome): Promise<Settled> {
  const settled = settledBy(outcome);
  // Who waited for it cannot know whether it ran, so it does not run again.
  const isCutOff = outcome.problem?.code === 'worker_lost' && call.caller !== 'answered';
  const state = isCutOff ? 'interrupted' : outcome.state;
  call.state = state;
  call.problem =
    outcome.problem === null
      ? null
      : { code: outcome.problem.code, text: outcome.problem.reason ?? outcome.problem.detail };
  call.runMs = roundMs(outcome.runMs);
  const isHeard = call.caller === 'waiting' && call.timings.callerGoneMs === null;
  if (isHeard) call.answeredStatus ??= statusFor(settled);
  const end: FinishedCall = {
    sequence: call.sequence,
    attempt: call.attempt,
    state,
    problem: call.problem,
    answer: outcome.answer,
    steps: outcome.steps,
    timings: { ...call.timings },
    finishedAtMs: deps.now(),
    waitMs: call.waitMs ?? 0,
    runMs: call.runMs,
    answeredStatus: call.answeredStatus,
  };
  try {
    await deps.calls.finish(end);
    crashPoint('after_finish');
  } catch (error) {
    deps.report('the end of a call cannot be stored', error);
    setTimeout(() => void finish(deps, call, outcome), retryMs).unref();
    return { kind: 'failed', problem: problem('storage_failed'), status: null };
  }
  deps.announce(call);
  return settled;
}

function settledBy({ state, answer, problem: why, failStatus }: ExecutionOutcome): Settled {
  if (state === 'succeeded' && answer !== null) return { kind: 'answered', answer };
  return { kind: 'failed', problem: why ?? problem('step_failed'), status: failStatus };
}

const statusFor = (settled: Settled): number =>
  settled.kind === 'answered' ? settled.answer.status : (settled.status ?? statusOf(settled.problem.code));
