import type { StepKind, StepOf } from '#shared/model/step.ts';
import type { Runner } from '../step-run.ts';
import { runCall } from './call.ts';
import { runCommand } from './command.ts';
import { runDelay } from './delay.ts';
import { runEmail } from './email.ts';
import { runFail } from './fail.ts';
import { runForEach } from './for-each.ts';
import { runHttpRequest } from './http-request.ts';
import { runJavascript } from './javascript.ts';
import { runRespond } from './respond.ts';
import { runSql } from './sql.ts';
import { runTransform } from './transform.ts';
import { runWriteFile } from './write-file.ts';

/** The runner of each kind of step. */
export const stepRunners: { readonly [K in StepKind]: Runner<StepOf<K>> } = {
  transform: runTransform,
  javascript: runJavascript,
  httpRequest: runHttpRequest,
  sql: runSql,
  email: runEmail,
  command: runCommand,
  writeFile: runWriteFile,
  delay: runDelay,
  respond: runRespond,
  fail: runFail,
  forEach: runForEach,
  call: runCall,
};
