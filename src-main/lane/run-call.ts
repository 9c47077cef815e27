// One call's turn: it runs, what follows is put on disk, and only then is anybody told.
import { crashPoint } from '#main/crash-point.ts';
import type { ExecutionOutcome, StoredAnswer } from '#main/ports/run.ts';
import type { KeptRequest } from '#main/ports/kept-request.ts';
import type { StartedCall } from '#main/ports/store.ts';
import { roundMs } from '#shared/model/call.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { keptProblem, momentOf, sinceReceived, type LaneDeps } from './deps.ts';
import { endAttempt, notKept } from './end-attempt.ts';
import type { Lane, LaneGroup } from './lane.ts';
import { pauseToRetry } from './pause.ts';
import type { LiveCall, Settled } from './live-call.ts';
import { tellCaller } from './tell-caller.ts';
import { mayRunAgain } from './verdict.ts';

/** `next` starts the calls whose turn has come; it is called when this one has left its place. */
export async function runCall(
  deps: LaneDeps,
  group: LaneGroup,
  lane: Lane,
  call: LiveCall,
  request: KeptRequest,
  next: () => void,
): Promise<void> {
  group.running.set(call.sequence, call);
  beginAttempt(deps, call);
  crashPoint('after_start');
  const outcome = await executeToEnd(deps, group, call, request);
  call.timings.finishedMs = sinceReceived(deps, call);
  // All that was not its run, a thread that had to begin first too: the times add up.
  call.waitMs = roundMs(Math.max(0, call.timings.finishedMs - (call.timings.storedMs ?? 0) - outcome.runMs));
  crashPoint('before_finish');
  group.pace.ended(outcome.runMs);
  await endAttempt(deps, { group, lane, call, outcome }, next);
}

/** Its times are those of this attempt from now on. */
function beginAttempt(deps: LaneDeps, call: LiveCall): void {
  const { timings } = call;
  call.state = 'running';
  timings.startedMs = sinceReceived(deps, call);
  timings.finishedMs = null;
  call.startedAtMs = deps.now();
  call.waitMs = roundMs(Math.max(0, timings.startedMs - (timings.storedMs ?? 0)));
  deps.announce(call);
}

/** An attempt that lost its thread is no end for a call that may run again: it does so at once, at its place. */
async function executeToEnd(
  deps: LaneDeps,
  group: LaneGroup,
  call: LiveCall,
  request: KeptRequest,
): Promise<ExecutionOutcome> {
  for (;;) {
    const outcome = await execute(deps, call, request);
    const { problem: why } = outcome;
    if (why?.code !== 'worker_lost' || group.isRemoved || !mayRunAgain(call)) return outcome;
    const started = await startAgain(deps, call, why);
    if (started === null) return outcome;
    call.attempt = started.attempt;
    call.crashes = started.crashes;
    beginAttempt(deps, call);
  }
}

/** Null where it was no longer the running one. */
async function startAgain(deps: LaneDeps, call: LiveCall, why: Problem): Promise<StartedCall | null> {
  const { sequence, attempt } = call;
  const ended = {
    sequence,
    attempt,
    problem: keptProblem(why),
    finishedAtMs: momentOf(deps, call),
    stepsJson: '[]',
    crashed: true,
  };
  for (;;) {
    try {
      // Handed over in one turn, they are one commit: nobody sees it wait in between.
      const [, started] = await Promise.all([
        deps.calls.putBack(ended),
        deps.calls.start({ sequence, startedAtMs: momentOf(deps, call) }),
      ]);
      return started;
    } catch (error) {
      deps.report('a call that was cut off cannot be run again', error);
      await pauseToRetry();
    }
  }
}

async function execute(deps: LaneDeps, call: LiveCall, request: KeptRequest): Promise<ExecutionOutcome> {
  try {
    const { program, timeoutMs } = await deps.version(call.integrationId, call.integrationVersion);
    const { id, method, path, keyLabel, attempt, lane } = call;
    const receivedAt = new Date(call.receivedAtMs).toISOString();
    const { queryJson, headersJson, body } = request;
    return await deps.run.execute(
      {
        program,
        call: { id, method, path, receivedAt, keyLabel, attempt, lane },
        queryJson,
        headersJson,
        body,
        timeoutMs,
      },
      (answer) => void answerEarly(deps, call, answer),
    );
  } catch (error) {
    deps.report('a call cannot be run', error);
    const why = problem('internal', { reason: error instanceof Error ? error.message : String(error) });
    return { state: 'failed', answer: null, problem: why, failStatus: null, stepsJson: '[]', runMs: 0 };
  }
}

/** A `respond` step answered while the workflow goes on: the answer is kept, then sent. */
async function answerEarly(deps: LaneDeps, call: LiveCall, answer: StoredAnswer): Promise<void> {
  const { settle, sequence, attempt, isSealed } = call;
  // From here on the end of the run is not what its caller waits for.
  call.settle = null;
  let settled: Settled = { kind: 'answered', answer };
  try {
    await deps.calls.answer({ sequence, attempt, answer, isSealed });
  } catch (error) {
    deps.report('an answer cannot be stored', error);
    settled = notKept;
  }
  if (settle === null) return;
  call.settle = settle;
  tellCaller(call, settled);
  deps.announce(call);
}
