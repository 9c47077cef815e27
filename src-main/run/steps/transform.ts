import type { StepOf } from '#shared/model/step.ts';
import { evaluate } from '../expression.ts';
import { showNames } from '../scope.ts';
import type { StepRun } from '../step-run.ts';

const longestMs = 5_000;

export async function runTransform(step: StepOf<'transform'>, run: StepRun): Promise<unknown> {
  run.given(showNames(run.scope, step.expression));
  const limit = run.limitOfWork(longestMs);
  run.hold(limit);
  return evaluate(step.expression, run.scope, limit);
}
