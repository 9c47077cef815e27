import type { StepOf } from '#shared/model/step.ts';
import { StepFailure } from '../step-failure.ts';
import type { StepRun } from '../step-run.ts';
import { textOf } from '../value.ts';

export async function runFail(step: StepOf<'fail'>, run: StepRun): Promise<never> {
  const message = textOf(await run.fill(step.message)) || 'The workflow ended as failed.';
  run.given({ status: step.status, message });
  throw new StepFailure(message, { detail: message, failStatus: step.status, isFinal: true });
}
