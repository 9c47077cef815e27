// One call's turn: it runs, what follows is put on disk, and only then is anybody told.
import { crashPoint } from '#main/crash-point.ts';
import type { ExecutionOutcome, StoredAnswer } from '#main/ports/run.ts';
import type { KeptRequest } from '#main/ports/kept-request.ts';
import { roundMs } from '#shared/model/call.ts';
import { problem } from '#shared/problem.ts';
import { keptProblem, sinceReceived, type LaneDeps } from './deps.ts';
import { endAttempt } from './end-attempt.ts';
import type { Lane, LaneGroup } from './lane.ts';
import type { LiveCall } from './live-call.ts';
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
  call.state = 'running';
  call.startedAtMs = deps.now();
  call.timings.startedMs = sinceReceived(deps, call);
  call.waitMs = roundMs(Math.max(0, call.timings.startedMs - (call.timings.storedMs ?? 0)));
  deps.announce(call);
  crashPoint('after_start');
  const outcome = await executeToEnd(deps, call, request);
  call.timings.finishedMs = sinceReceived(deps, call);
  crashPoint('before_finish');
  group.pace.ended(outcome.runMs);
  await endAttempt(deps, { group, lane, call, outcome }, next);
}

/** An attempt that lost its thread is no end for a call that may run again: it does so at once, at its place. */
async function executeToEnd(deps: LaneDeps, call: LiveCall, request: KeptRequest): Promise<ExecutionOutcome> {
  for (;;) {
    const outcome = await execute(deps, call, request);
    const { problem: why } = outcome;
    if (why?.code !== 'worker_lost' || !mayRunAgain(call)) return outcome;
    try {
      const { sequence, attempt } = call;
      const ended = {
        sequence,
        attempt,
        problem: keptProblem(why),
        finishedAtMs: deps.now(),
        stepsJson: '[]',
      };
      // Handed over in one turn, they are one commit: nobody sees it wait in between.
      const isBack = deps.calls.putBack({ ...ended, crashed: true });
      const started = await deps.calls.start({ sequence, startedAtMs: deps.now() });
      if (!(await isBack) || started === null) return outcome;
      call.attempt = started.attempt;
      call.crashes = started.crashes;
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
  const { settle } = call;
  call.settle = null;
  const answeredMs = sinceReceived(deps, call);
  // The end may be put on disk beside the answer, with the times that are known then.
  if (settle !== null) call.timings.answeredMs = answeredMs;
  try {
    const { sequence, attempt, isSealed } = call;
    await deps.calls.answer({ sequence, attempt, answer, answeredMs, isSealed });
  } catch (error) {
    deps.report('an answer cannot be stored', error);
    if (settle !== null) call.timings.answeredMs = null;
    settle?.({ kind: 'failed', problem: problem('storage_failed'), status: null });
    return;
  }
  if (settle === null) return;
  call.answeredStatus = answer.status;
  settle({ kind: 'answered', answer });
  deps.announce(call);
}
