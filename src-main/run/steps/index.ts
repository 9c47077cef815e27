import type { StepKind, StepOf } from '#shared/model/step.ts';
import type { Runner } from '../step-run.ts';
import { runDelay } from './delay.ts';
import { runFail } from './fail.ts';
import { runHttpRequest } from './http-request.ts';
import { runJavascript } from './javascript.ts';
import { runRespond } from './respond.ts';
import { runTransform } from './transform.ts';

/** The runner of each kind of step. */
export const stepRunners: { readonly [K in StepKind]: Runner<StepOf<K>> } = {
  transform: runTransform,
  javascript: runJavascript,
  httpRequest: runHttpRequest,
  delay: runDelay,
  respond: runRespond,
  fail: runFail,
};
