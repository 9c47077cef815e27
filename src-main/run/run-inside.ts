// Runs steps that stand inside of another one: for an item of a list, or as an integration that is called. They see a
// scope of their own; how long they may take, what they may do and what must not be seen of them comes from outside.
import type { Callee, StoredAnswer } from '#main/ports/run.ts';
import { chainHeaders, maxDepth, readChain } from '#shared/call-chain.ts';
import type { StepTrace } from '#shared/model/call.ts';
import type { DryRunStep } from '#shared/model/dry-run.ts';
import type { Step } from '#shared/model/step.ts';
import type { Running } from './begin-step.ts';
import { createHiding } from './hiding.ts';
import { type Plain, toPlain } from './plain.ts';
import { processData } from './process-data.ts';
import { nowMs } from './pulse.ts';
import { calleeScope, itemScope, type Scope } from './scope.ts';
import { outOfTime, shownOf, StepFailure, wordsOf } from './step-failure.ts';
import type { InsideRun } from './step-run.ts';
import type { Strip } from './strip-secrets.ts';
import { createTurns } from './take-turns.ts';
import { isOver, secondsText, type TimeLimit, timeLimit } from './time-limit.ts';
import { createKeptRuns, createTraceRoom } from './trace-room.ts';

export interface StepEnd {
  readonly trace: StepTrace | DryRunStep;
  /** Null where it was skipped. */
  readonly result: Plain | null;
  /** Why the execution ends with it. */
  readonly failure: { readonly error: unknown } | null;
}

export type RunStep = (step: Step, execution: Running, isLast: boolean) => Promise<StepEnd>;

export interface Inside {
  readonly run: InsideRun;
  /** What was run, for the trace of the step that ran it. */
  traced(): Pick<StepTrace, 'runs' | 'moreRuns'>;
  /** What must not be seen of that step: a called integration may hide more than the one that calls it. */
  strip(): Strip;
}

/** After so long without a turn for others, a list gives them one between two items. */
const longestTurnMs = 25;

/** All that is looked at has to be done between two keys that somebody types. */
const mostItemsLookedAt = 20;

/** `limit`: of the attempt of the step that runs others. */
export function createInside(step: Step, execution: Running, limit: TimeLimit, runStep: RunStep): Inside {
  const room = execution.room ?? createTraceRoom();
  const kept = createKeptRuns(room);
  const takeTurn = createTurns(execution.around);
  const atOnce = step.kind === 'forEach' ? Math.min(step.concurrency, execution.mostAtOnce) : 1;
  let { strip } = execution;
  let turnMs = nowMs();

  async function runSteps(
    steps: readonly Step[],
    child: Running,
    { index, title }: { readonly index: number; readonly title: string },
  ): Promise<Plain | null> {
    const fromMs = nowMs();
    const traces: StepTrace[] = [];
    let result: Plain | null = null;
    let failed: { readonly error: unknown; readonly at: string } | null = null;
    for (const one of steps) {
      const end = await runStep(one, child, false);
      traces.push(end.trace);
      if (end.failure !== null) {
        failed = { error: end.failure.error, at: `${title}, ${one.name}` };
        break;
      }
      result = end.result ?? result;
    }
    kept.add({
      index,
      title,
      state: failed === null ? 'succeeded' : 'failed',
      startedMs: Math.max(0, fromMs - execution.askedMs),
      durationMs: nowMs() - fromMs,
      steps: traces,
    });
    if (failed !== null) throw within(failed.at, failed.error, strip);
    return result;
  }

  return {
    traced: kept.traced,
    strip: () => strip,
    run: {
      mostAtOnce: execution.mostAtOnce,
      mostItems: execution.rehearsal?.look === undefined ? Infinity : mostItemsLookedAt,
      async runItem(steps, item, index) {
        const around = takeTurn();
        const child: Running = {
          ...execution,
          scope: itemScope(execution.scope, item, index),
          limit,
          around,
          mostAtOnce: Math.floor(execution.mostAtOnce / atOnce),
          place: `${execution.place}${step.name}[${index}].`,
          room,
          get answer() {
            return execution.answer;
          },
          set answer(answer: StoredAnswer | null) {
            execution.answer = answer;
          },
        };
        try {
          return await runSteps(steps, child, { index, title: `item ${index + 1}` });
        } finally {
          // Whoever ends while others of the list wait must not be taken for one that holds the thread.
          around.release();
          if (nowMs() - turnMs > longestTurnMs) {
            await new Promise((turn) => setImmediate(turn));
            turnMs = nowMs();
          }
        }
      },
      async runCallee(callee, body) {
        const { address, program, timeoutMs } = callee;
        const { headers, callers } = checkedChain(callee, execution);
        const hiding = createHiding(program.hiddenBodyPaths, execution.strip);
        hiding.follow({ value: body, error: null, form: null });
        ({ strip } = hiding);
        const child: Running = {
          scope: calleeScope(execution.scope, { query: JSON.parse(callee.queryJson), headers, body }),
          limit: timeLimit(timeoutMs, () => tooLong(timeoutMs), limit),
          // What it answers is no answer to whoever called from outside.
          around: { ...execution.around, answered: () => undefined },
          rehearsal: undefined,
          strip,
          askedMs: execution.askedMs,
          answer: null,
          place: '',
          mostAtOnce: execution.mostAtOnce,
          room,
          callers,
        };
        try {
          await processData(program.dataProcessing, child);
        } catch (error) {
          throw within(`${address}, data processing`, error, strip);
        }
        const result = await runSteps(program.steps, child, { index: 0, title: address });
        return result ?? toPlain(child.scope.input);
      },
      resultOf: (error) => (outOfTime(error) || isOver(limit) ? null : { error: shownOf(error, strip) }),
    },
  };
}

/** Calls by the way of HTTP count as well: what the called one sends says how many led to it. */
function checkedChain(
  { address, program }: Callee,
  { scope, callers }: Running,
): { readonly headers: Scope['headers']; readonly callers: readonly string[] } {
  const id = integrationOf(program.key);
  if (callers.includes(id)) {
    throw new StepFailure(
      `${address} is being run for this call already: an integration does not call itself, nor one that called it.`,
      { code: 'call_recursive', isFinal: true },
    );
  }
  const chain = readChain((name) => scope.headers[name]);
  if (chain.depth >= maxDepth) {
    throw new StepFailure(`${chain.depth} calls led to this one, and no more than ${maxDepth} may.`, {
      code: 'loop_detected',
      isFinal: true,
    });
  }
  return { headers: chainHeaders(chain, scope.call.id), callers: [...callers, id] };
}

/** The id of the integration that a program is a version of. */
export const integrationOf = (programKey: string): string => programKey.split('@', 1)[0] ?? programKey;

/** The same failure, and where it was; whoever it is told outside need not know what is hidden inside. */
function within(place: string, error: unknown, strip: Strip): StepFailure {
  const message = `${place}: ${strip(wordsOf(error))}`;
  if (!(error instanceof StepFailure)) return new StepFailure(message);
  const { code, failStatus, status, retryAfterMs, isFinal } = error;
  const detail = error.detail === null ? null : strip(error.detail);
  return new StepFailure(message, { code, detail, failStatus, status, retryAfterMs, isFinal });
}

const tooLong = (ms: number): StepFailure =>
  new StepFailure(`The called integration took longer than ${secondsText(ms)}.`);
