// Runs one step: whether it is its turn, its attempts, and what follows when they have failed. Every failure of a
// step is caught here, once.
import { setTimeout as sleep } from 'node:timers/promises';
import type { StandIn, StepAttempt, StepTrace } from '#shared/model/call.ts';
import type { Step, StepKind, StepOf } from '#shared/model/step.ts';
import { beginStep, longestWorkMs, type Running, waitFor } from './begin-step.ts';
import { isTrue } from './expression.ts';
import { HeldBack, standInFor } from './held-back.ts';
import { type Plain, toPlain } from './plain.ts';
import { nowMs } from './pulse.ts';
import { createInside, type Inside, type StepEnd } from './run-inside.ts';
import { outOfTime, shownOf, StepFailure, toldOf } from './step-failure.ts';
import type { Runner, StepRun } from './step-run.ts';
import { stepRunners } from './steps/index.ts';
import { isOver, remainingMs } from './time-limit.ts';
import { traceOf } from './trace.ts';
import { mostInsideBytes } from './trace-room.ts';

/** The result is among those of the scope then. */
export async function runStep(step: Step, execution: Running, isLast: boolean): Promise<StepEnd> {
  const { scope, limit, around, rehearsal, strip } = execution;
  const startedMs = nowMs();
  const attempts: StepAttempt[] = [];
  const mostBytes = execution.room === null ? undefined : mostInsideBytes;
  let input: unknown;
  let inside: Inside | null = null;

  const end = (
    state: StepTrace['state'],
    more: { result?: Plain; error?: string; failure?: StepEnd['failure']; standIn?: StandIn | null } = {},
  ): StepEnd => {
    const { result = null, error = null, failure = null, standIn = null } = more;
    if (result !== null) scope.steps[step.name] = result.value;
    const hidden = inside?.strip() ?? strip;
    const trace: StepTrace = {
      name: step.name,
      kind: step.kind,
      ...lasted(execution, startedMs),
      state,
      input: traceOf(input, hidden, mostBytes),
      output: traceOf(result?.value, hidden, mostBytes),
      error,
      ...(attempts.length > 1 && { attempts }),
      ...(rehearsal !== undefined && { standIn }),
      ...inside?.traced(),
    };
    return { trace, result, failure };
  };

  try {
    if (!step.enabled) return end('skipped', { error: 'The step is disabled.' });
    if (isOver(limit)) throw limit.exceeded();
    around.hold(nowMs() + longestWorkMs);
    if (step.when !== undefined && !isTrue(await beginStep(step, execution, isLast).evaluate(step.when))) {
      return end('skipped');
    }
    if (step.kind === 'respond' && execution.answer !== null) {
      return end('skipped', { error: 'The caller was answered before.' });
    }
    for (;;) {
      const attemptMs = nowMs();
      const begun = beginStep(step, execution, isLast);
      inside = null;
      const run = Object.assign(begun, {
        inside: () => (inside = createInside(step, execution, begun.limit, runStep)).run,
      });
      try {
        const { value, standIn } = await doStep(step, run, execution);
        const result = toPlain(value);
        attempts.push({ ...lasted(execution, attemptMs), error: null });
        input = run.input();
        return end('succeeded', { result, standIn });
      } catch (error) {
        attempts.push({ ...lasted(execution, attemptMs), error: toldOf(error, strip) });
        input = run.input();
        const waitMs = waitAfter(error, step, attempts.length, execution);
        if (waitMs === null) throw error;
        await waitFor((signal) => sleep(waitMs, undefined, { signal }), limit, around);
      }
    }
  } catch (error) {
    // What has no time left cannot go on. A timer may go off just before the moment that it was set for.
    if (step.onError === 'fail' || isOver(limit) || outOfTime(error)) {
      return end('failed', { error: toldOf(error, strip), failure: { error } });
    }
    return end('continued', {
      error: toldOf(error, strip),
      result: toPlain({ error: shownOf(error, strip) }),
    });
  }
}

const lasted = ({ askedMs }: Running, fromMs: number): Pick<StepTrace, 'startedMs' | 'durationMs'> => ({
  startedMs: Math.max(0, fromMs - askedMs),
  durationMs: Math.max(0, nowMs() - fromMs),
});

/** How long to wait before the next attempt; null where there is none, or none that could begin in time. */
function waitAfter(
  error: unknown,
  { retry }: Step,
  made: number,
  { limit, rehearsal }: Running,
): number | null {
  // Nobody at a screen waits for a dry run to try again.
  if (rehearsal !== undefined) return null;
  const failure = error instanceof StepFailure ? error : null;
  if (retry === undefined || made >= retry.attempts || failure?.isFinal === true || isOver(limit))
    return null;
  const { waitSeconds } = retry;
  const ruleMs = (waitSeconds[made - 1] ?? waitSeconds.at(-1) ?? 0) * 1000;
  const waitMs = Math.max(ruleMs, failure?.retryAfterMs ?? 0);
  return waitMs < remainingMs(limit) ? waitMs : null;
}

/** In a dry run something stands in for the result of a step that is held back. */
async function doStep(
  step: Step,
  run: StepRun,
  { rehearsal, place }: Running,
): Promise<{ readonly value: unknown; readonly standIn: StandIn | null }> {
  try {
    return { value: await runnerOf(step)(step, run), standIn: null };
  } catch (error) {
    if (!(error instanceof HeldBack) || rehearsal === undefined) throw error;
    return standInFor(step, rehearsal, place);
  }
}

/** The record is exhaustive; that the entry of a kind takes steps of that kind is more than the compiler can tell. */
function runnerOf<K extends StepKind>(step: StepOf<K>): Runner<StepOf<K>> {
  const kind: K = step.kind;
  return stepRunners[kind];
}
