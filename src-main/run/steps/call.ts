import type { StepOf } from '#shared/model/step.ts';
import { StepFailure } from '../step-failure.ts';
import type { StepRun } from '../step-run.ts';
import { textOf } from '../value.ts';

/** Runs another integration as it is now, within this execution: its result. */
export async function runCall(step: StepOf<'call'>, run: StepRun): Promise<unknown> {
  const { integration } = step;
  const query: [string, string][] = [];
  for (const [name, value] of Object.entries(step.query ?? {})) {
    const filled = await run.fill(value);
    for (const item of Array.isArray(filled) ? filled : [filled]) {
      if (item !== undefined && item !== null) query.push([name, textOf(item)]);
    }
  }
  const body = await run.fill(step.body);
  run.given({ integration, query, body });
  const callee = await run.wait(() => run.callee({ integration, query }));
  if (!callee.ok) {
    const { code, detail, reason } = callee.problem;
    throw new StepFailure(reason ?? detail, { code, isFinal: true });
  }
  return (await run.inside().runCallee(callee.value, body)).value;
}
