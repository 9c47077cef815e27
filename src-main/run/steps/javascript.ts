import type { StepOf } from '#shared/model/step.ts';
import { giveNames, showNames } from '../scope.ts';
import type { StepRun } from '../step-run.ts';

/** Others wait for the thread meanwhile: this is the most, even for a step that asks for more. */
const longestMs = 30_000;
const usualMs = 10_000;

export async function runJavascript(step: StepOf<'javascript'>, run: StepRun): Promise<unknown> {
  run.given(showNames(run.scope, step.code));
  // It takes memory that installations without such a step can do without.
  const { openEngine, runCode } = await run.wait(() => import('../sandbox.ts'));
  let engine = await run.wait(openEngine);
  // Others that waited for the same one may have spoiled it meanwhile.
  while (!engine.isSound) engine = await run.wait(openEngine);
  // Held from the moment that nothing else gets a turn, and not before: others hold the thread meanwhile.
  const limit = run.limitOfWork(step.timeoutSeconds === undefined ? usualMs : longestMs);
  run.hold(limit);
  return runCode(engine, step.code, giveNames(run.scope, step.code), limit);
}
