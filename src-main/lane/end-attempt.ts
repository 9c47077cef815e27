// An attempt has ended: what follows is decided, put on disk, and told.
import { crashPoint } from '#main/crash-point.ts';
import type { ExecutionOutcome } from '#main/ports/run.ts';
import type { CausedHold } from '#main/ports/lane-rows.ts';
import { roundMs } from '#shared/model/call.ts';
import { problem } from '#shared/problem.ts';
import { keptProblem, type LaneDeps } from './deps.ts';
import { type Lane, type LaneGroup, roomOf } from './lane.ts';
import { pauseToRetry } from './pause.ts';
import type { LiveCall, Settled } from './live-call.ts';
import { failureTold, statusFor, tellCaller } from './tell-caller.ts';
import { asLast, judge, maxCrashes, type Verdict } from './verdict.ts';
import { remember } from './known-calls.ts';

interface Ended {
  readonly group: LaneGroup;
  readonly lane: Lane;
  readonly call: LiveCall;
  readonly outcome: ExecutionOutcome;
}

/** `next` starts the calls whose turn has come; it is called when this one has left its place. */
export async function endAttempt(deps: LaneDeps, ended: Ended, next: () => void): Promise<void> {
  const { group, lane, call, outcome } = ended;
  const judged = judge(call, outcome, group.integration.trigger, deps.random());
  const verdict = group.isRemoved ? asLast(judged) : judged;
  const settled = settledBy(outcome);
  describe(deps, call, outcome, verdict, settled);
  // Handed to the store in one turn with the next call's start, the two are one commit, and the next one runs
  // only once that commit is on disk.
  const kept = keep(deps, ended, verdict);
  if (verdict.kind === 'end') {
    group.running.delete(call.sequence);
    lane.queue.done();
    if (verdict.stops) stop(deps, ended);
    next();
    // Whoever waits is not left waiting for a disk that takes no more.
    const isKept = await kept;
    tellCaller(call, isKept ? settled : notKept);
    if (!isKept) await insist(deps, ended, verdict);
    return;
  }
  // It keeps its place, so that those behind it wait for the commit too.
  if (!(await kept)) await insist(deps, ended, verdict);
  group.running.delete(call.sequence);
  remember(group, call);
  lane.queue.putOff(call.sequence, verdict.kind === 'again' ? deps.tick() + verdict.waitMs : 0);
  if (verdict.kind === 'stop') {
    stop(deps, ended);
    tellCaller(call, settled);
    // It is not what a later attempt comes to.
    call.told = null;
  }
  next();
}

/** What comes of a disk that takes no more. */
export const notKept: Settled = { kind: 'failed', problem: problem('storage_failed'), status: null };

/** Brings the picture of the call to what follows. */
function describe(
  deps: LaneDeps,
  call: LiveCall,
  outcome: ExecutionOutcome,
  verdict: Verdict,
  settled: Settled,
): void {
  call.state = verdict.kind === 'end' ? verdict.state : 'waiting';
  call.problem = problemOf(call, outcome);
  call.runMs = roundMs(outcome.runMs);
  if (verdict.kind === 'again') {
    call.failures++;
    call.nextAttemptAtMs = deps.now() + verdict.waitMs;
  } else if (verdict.kind === 'stop') {
    call.failures = 0;
    if (call.caller === 'waiting') call.caller = 'timedOut';
  }
  // As it will be told once that is on disk.
  if (call.settle !== null && (verdict.kind === 'end' || verdict.kind === 'stop')) {
    call.answeredStatus = statusFor(settled);
  }
}

/** False where the store could not take it. */
async function keep(deps: LaneDeps, ended: Ended, verdict: Verdict): Promise<boolean> {
  try {
    await write(deps, ended, verdict);
    crashPoint('after_finish');
  } catch (error) {
    deps.report('the end of an attempt cannot be stored', error);
    return false;
  }
  deps.announce(ended.call);
  return true;
}

/** What has happened stays true: it is stored as soon as the disk takes it. */
async function insist(deps: LaneDeps, ended: Ended, verdict: Verdict): Promise<void> {
  do await pauseToRetry();
  while (!(await keep(deps, ended, verdict)));
}

function write(deps: LaneDeps, at: Ended, verdict: Verdict): Promise<boolean> {
  const { call, outcome } = at;
  const { sequence, attempt, answeredStatus, isSealed, problem: why } = call;
  const finishedAtMs = Math.round(call.receivedAtMs + (call.timings.finishedMs ?? 0));
  if (verdict.kind === 'end') {
    return deps.calls.finish({
      sequence,
      attempt,
      state: verdict.state,
      problem: why,
      answer: outcome.answer,
      isSealed,
      stepsJson: outcome.stepsJson,
      timings: { ...call.timings },
      finishedAtMs,
      waitMs: call.waitMs ?? 0,
      runMs: call.runMs ?? 0,
      answeredStatus,
      failure: call.told ?? failureOf(outcome),
      hold: verdict.stops ? holdBy(deps, at) : null,
    });
  }
  const reason = why ?? { code: 'step_failed', text: '' };
  const ended = { sequence, attempt, problem: reason, finishedAtMs, stepsJson: outcome.stepsJson };
  if (verdict.kind === 'back') return deps.calls.putBack({ ...ended, crashed: false });
  if (verdict.kind === 'again') {
    return deps.calls.putOff({ ...ended, nextAttemptAtMs: call.nextAttemptAtMs ?? finishedAtMs });
  }
  return deps.calls.stopAt({ ...ended, hold: holdBy(deps, at), answeredStatus });
}

const holdBy = ({ now }: LaneDeps, { group, lane, call }: Ended): CausedHold => ({
  integrationId: group.integration.id,
  laneKey: lane.key,
  kind: 'hold',
  note: call.problem?.text ?? '',
  callId: call.id,
  atMs: now(),
});

/** The lane stands still from now on. */
function stop(deps: LaneDeps, at: Ended): void {
  const { group, lane } = at;
  const { atMs: sinceMs, ...hold } = holdBy(deps, at);
  group.holds.set(lane.key, { ...hold, sinceMs });
  lane.queue.setRoom(roomOf(group, lane.key));
}

function problemOf({ crashes }: LiveCall, { problem: why }: ExecutionOutcome): LiveCall['problem'] {
  if (why === null) return null;
  if (why.code !== 'worker_lost' || crashes + 1 < maxCrashes) return keptProblem(why);
  return keptProblem(problem('poison', { reason: why.reason ?? why.detail }));
}

function settledBy({ state, answer, problem: why, failStatus }: ExecutionOutcome): Settled {
  if (state === 'succeeded' && answer !== null) return { kind: 'answered', answer };
  return { kind: 'failed', problem: why ?? problem('step_failed'), status: failStatus };
}

const failureOf = ({ problem: why, failStatus }: ExecutionOutcome) =>
  why === null ? null : failureTold(why, failStatus);
