// Whether a body is as its trigger declares, before the call is accepted. A run worker reads it, so that the accepting
// thread does not; calls of one integration come out in the order they went in, which is the order they are accepted in.
import type { BodyFault, ExecutionOutcome, RunPort } from '#main/ports/run.ts';
import type { Trigger } from '#shared/model/trigger.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { captureRequest } from './capture.ts';
import type { Passed } from './hand-over.ts';
import type { IncomingCall, ReadBody } from './incoming-call.ts';
import type { LiveIntegration } from './registry.ts';

/** The longest that one body may take; a pattern of a schema can take for ever. */
const checkMs = 1_000;

export interface BodyVerdict {
  readonly refusal: Problem | null;
  /** What is noted at the call that is accepted all the same. */
  readonly finding: string | null;
}

export interface BodyChecks {
  /** Null where the trigger declares nothing. */
  check(
    call: IncomingCall,
    live: LiveIntegration,
    passed: Passed,
    read: ReadBody,
  ): Promise<BodyVerdict> | null;
}

const fits: BodyVerdict = { refusal: null, finding: null };

export function createBodyChecks(run: Pick<RunPort, 'execute'>): BodyChecks {
  /** Of each integration, the check that was begun last. */
  const last = new Map<string, Promise<unknown>>();

  return {
    check(call, live, passed, read) {
      const { bodyQuestion, integration } = live;
      if (bodyQuestion === null) return null;
      const { id, trigger } = integration;
      const found = verdictOf(call, live, passed, read, run);
      const before = last.get(id) ?? Promise.resolve();
      const inOrder = before.then(() => found);
      last.set(id, inOrder);
      const clear = () => last.get(id) === inOrder && last.delete(id);
      inOrder.then(clear, clear);
      return inOrder.then((fault) => judge(fault, trigger));
    },
  };
}

/** Nothing wrong, what is wrong, or why nobody knows. */
type Found = null | BodyFault | { readonly code: 'body_unchecked'; readonly detail: string };

async function verdictOf(
  call: IncomingCall,
  live: LiveIntegration,
  passed: Passed,
  read: ReadBody,
  run: Pick<RunPort, 'execute'>,
): Promise<Found> {
  if (read.body === null) {
    // These have no body as a rule, and a trigger may take them beside others.
    const isUsual = call.method === 'GET' || call.method === 'DELETE';
    return isUsual ? null : { code: 'body_malformed', detail: 'There is no body.' };
  }
  const ask = () => askRun(call, live, passed, read, run);
  let outcome = await ask();
  // It was beside somebody else's execution that ended their thread.
  if (outcome.problem?.code === 'worker_lost') outcome = await ask();
  if (outcome.lookJson !== undefined) return JSON.parse(outcome.lookJson) as BodyFault | null;
  const { code, detail, reason } = outcome.problem ?? problem('internal');
  if (code === 'execution_timed_out' || code === 'worker_lost') {
    const limit = `It cannot be compared with the schema within ${checkMs / 1_000} s.`;
    return { code: 'body_not_as_declared', detail: limit };
  }
  return { code: 'body_unchecked', detail: reason ?? detail };
}

function askRun(
  call: IncomingCall,
  { integration, pinned, bodyQuestion }: LiveIntegration,
  { hidden, caller }: Passed,
  read: ReadBody,
  run: Pick<RunPort, 'execute'>,
): Promise<ExecutionOutcome> {
  const { id, version, code, name } = integration;
  return run.execute(
    {
      program: {
        ...pinned.program,
        key: `body of ${id}@${version}`,
        dataProcessing: undefined,
        steps: [],
        asks: bodyQuestion!,
      },
      call: {
        id: call.id,
        method: call.method,
        path: call.path,
        receivedAt: new Date(call.receivedAtMs).toISOString(),
        keyLabel: caller.keyLabel,
        attempt: 0,
        lane: `${code}/${name}`,
      },
      queryJson: '{}',
      headersJson: captureRequest(call, {}, null, hidden).headersJson,
      body: read.body,
      timeoutMs: checkMs,
    },
    () => undefined,
  );
}

function judge(found: Found, { bodyMustBe, bodySchemaCheck }: Trigger): BodyVerdict {
  if (found === null) return fits;
  const isOfSchema = found.code === 'body_not_as_declared' || bodyMustBe === 'any';
  if (isOfSchema && bodySchemaCheck === 'warn') return { refusal: null, finding: found.detail };
  const { code, detail } = found;
  return {
    refusal: problem(code, { detail, ...(code === 'body_unchecked' ? { retryAfterSeconds: 1 } : {}) }),
    finding: null,
  };
}
