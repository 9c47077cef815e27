import type { Caller } from '#main/call/auth/verifier.ts';
import type { BodyChecks } from '#main/call/check-body.ts';
import { acceptedCall, forget } from '#main/call/hand-over.ts';
import { admit, notNow, sealsBodies, type AdmitDeps } from '#main/call/handle-call.ts';
import type { LiveIntegration } from '#main/call/registry.ts';
import type { ReplayStep } from '#main/ports/replays.ts';
import type { StoredCall } from '#main/ports/store.ts';
import { isOpen } from '#shared/model/call.ts';
import type { CallChanges } from '#shared/model/replay.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { keptCall, type KeptCallDeps } from './kept-call.ts';

export interface ReplayCallDeps extends AdmitDeps, KeptCallDeps {
  readonly bodyChecks: BodyChecks;
  report(what: string, error: unknown): void;
}

/** Whoever sends it again: its own key was not kept. A rate limit counts replays on their own. */
const replayer: Caller = { keyId: null, consumer: 'replay', keyLabel: 'Replay', credentials: [] };

/**
 * Sends a kept call again: through every check but who calls, from where, and over what. An idempotency key counts for
 * nothing, since being run again is what is asked for. Nobody waits for the answer; what is refused leaves no call.
 * Rejects with a StoreFailure.
 */
export async function replayCall(
  origin: StoredCall,
  { changes, step }: { readonly changes?: CallChanges | undefined; readonly step: ReplayStep | null },
  deps: ReplayCallDeps,
): Promise<Result<{ readonly callId: string }>> {
  const found = repeatable(origin, deps);
  if (!found.ok) return found;
  const live = found.value;
  const { methods, maxBodyBytes } = live.integration.trigger;
  const kept = keptCall(origin.request, live.path, changes, deps);
  if (!kept.ok) return kept;
  const call = kept.value;
  if (!methods.some((method) => method === call.method)) {
    return refuse(
      problem('method_not_allowed', {
        detail: `The endpoint takes ${methods.join(' and ')}, not ${call.method}.`,
      }),
    );
  }
  const bytes = call.contentLength ?? 0;
  if (bytes > maxBodyBytes) {
    const detail = `The body may have at most ${maxBodyBytes} bytes; this one has ${bytes}.`;
    return refuse(problem('body_too_large', { detail }));
  }
  const asked = { decision: ok(replayer), key: ok(null), bytes, waits: false };
  const admitted = admit(call, live, asked, deps);
  if (!admitted.ok) return refuse(told(admitted.problem));

  const read = await call.readBody(maxBodyBytes, [], sealsBodies(live));
  if (!read.ok) return read;
  const verdict = await deps.bodyChecks.check(call, live, admitted.passed, read.value);
  // Copying a large body took time, in which much may have changed.
  const closed = verdict?.refusal ?? notNow(live, { bytes, waits: false }, deps);
  if (closed !== null) {
    forget(read.value.body, deps);
    return refuse(told(closed));
  }
  const { id } = origin.summary;
  const passed = { ...admitted.passed, finding: verdict?.finding ?? null };
  const accepted = { ...acceptedCall(call, live, passed, read.value), origin: id, replay: step };
  try {
    // Nobody was answered.
    await deps.lanes.accept({ ...accepted, answeredStatus: null }, null);
  } catch (error) {
    forget(read.value.body, deps);
    throw error;
  }
  return ok({ callId: call.id });
}

/** The integration that would run it. */
function repeatable(
  { summary: { state, integrationId } }: StoredCall,
  { registry }: Pick<ReplayCallDeps, 'registry'>,
): Result<LiveIntegration> {
  const not = (detail: string) => refuse(problem('call_not_repeatable', { detail }));
  if (state === 'refused')
    return not('A refused call is kept without its body, so it cannot be sent again as it was.');
  if (isOpen(state)) return not('The call has not ended yet.');
  const live = integrationId === null ? undefined : registry.get(integrationId);
  return live === undefined ? not('Its integration was deleted.') : ok(live);
}

/** Who repeats a call is told the reason in full. */
const told = (why: Problem): Problem => ({ ...why, detail: why.reason ?? why.detail });
