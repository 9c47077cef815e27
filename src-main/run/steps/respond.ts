import type { StepOf } from '#shared/model/step.ts';
import type { StepRun } from '../step-run.ts';
import { answerRespond } from '../write-answer.ts';

export async function runRespond(step: StepOf<'respond'>, run: StepRun): Promise<unknown> {
  const headers: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(step.headers ?? {})) headers[name] = await run.fill(value);
  const given = { status: step.status, headers, body: await run.fill(step.body) };
  run.given(given);
  run.answer(answerRespond(given, run.scope.headers.accept));
  return given;
}
