import type { StepOf } from '#shared/model/step.ts';
import { giveNames, showNames } from '../scope.ts';
import type { StepRun } from '../step-run.ts';

const longestMs = 10_000;

export async function runJavascript(step: StepOf<'javascript'>, run: StepRun): Promise<unknown> {
  run.given(showNames(run.scope, step.code));
  // It takes memory that installations without such a step can do without.
  const { runCode } = await import('../sandbox.ts');
  const limit = run.limitOfWork(longestMs);
  // Held from the moment that nothing else gets a turn, and not before: others hold the thread meanwhile.
  return runCode(step.code, giveNames(run.scope, step.code), limit, () => run.hold(limit));
}
