import type { AskedKey, FirstCall } from '#main/ports/idempotency.ts';
import type { Problem, ProblemCode } from '#shared/problem.ts';
import { answerRepeat } from './answer-repeat.ts';
import { captureRequest } from './capture.ts';
import { forget, refuseCall, type HandOverDeps, type Passed } from './hand-over.ts';
import { keepIdempotencyKey } from './idempotency.ts';
import { headerOf, type Answer, type IncomingCall, type ReadBody } from './incoming-call.ts';
import type { LiveIntegration } from './registry.ts';

const lacksOfRoom: ReadonlySet<ProblemCode> = new Set(['lane_full', 'installation_full', 'callers_full']);

/** Whether a call that is refused so may still be answered as its first was: that takes no room. */
export const mayRepeat = (refused: Problem, key: Passed['key']): boolean =>
  key !== null && lacksOfRoom.has(refused.code);

/**
 * There is no room for a new call; one that came before has its answer all the same. `read` null: its body was not read
 * yet, and is only where its key is known.
 */
export async function repeatOrRefuse(
  call: IncomingCall,
  live: LiveIntegration,
  passed: Passed,
  { read, refused }: { readonly read: ReadBody | null; readonly refused: Problem },
  deps: HandOverDeps,
): Promise<Answer> {
  const { id: integrationId, trigger } = live.integration;
  const { key, caller } = passed;
  const refuse = (why: Problem): Answer => refuseCall(call, why, live, deps, passed);
  const find = (repeated: AskedKey): Promise<FirstCall | null> =>
    deps.calls.repeat({ integrationId, key: repeated }).catch((error: unknown) => {
      deps.report('a repeat cannot be looked up', error);
      return null;
    });
  if (key === null) return refuse(refused);

  let body = read;
  if (body === null) {
    const asked = { keyId: caller.consumer ?? '', value: key.value, fingerprint: '' };
    if ((await find(asked)) === null) return refuse(refused);
    const isSealed = trigger.hiddenBodyPaths.length > 0;
    const reading = await call.readBody(trigger.maxBodyBytes, [key.bodyHash], isSealed);
    if (!reading.ok) return refuse(reading.problem);
    body = reading.value;
  }
  const request = captureRequest(call, passed.query, body.body, passed.hidden);
  const contentType = headerOf(call, 'content-type');
  const kept = keepIdempotencyKey(key, trigger, caller.consumer, { request, contentType });
  forget(body.body, deps);
  const first = kept === null ? null : await find(kept);
  if (first === null) return refuse(refused);
  const repeated = answerRepeat(call, live, first, passed.waits);
  return repeated.ok ? repeated.value : refuse(repeated.problem);
}
