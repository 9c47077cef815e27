import { setTimeout as sleep } from 'node:timers/promises';
import type { StepOf } from '#shared/model/step.ts';
import type { StepRun } from '../step-run.ts';

export async function runDelay(step: StepOf<'delay'>, run: StepRun): Promise<undefined> {
  run.given({ seconds: step.seconds });
  await run.wait((signal) => sleep(step.seconds * 1000, undefined, { signal }));
  return undefined;
}
