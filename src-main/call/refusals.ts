import type { CallStore } from '#main/ports/store.ts';
import { roundMs, type CallSummary } from '#shared/model/call.ts';
import type { Problem } from '#shared/problem.ts';
import type { Caller } from './auth/verifier.ts';
import { captureRequest, sentCredentials, type Hidden } from './capture.ts';
import { bytesOf, type Answer, type IncomingCall } from './incoming-call.ts';
import type { LiveIntegration } from './registry.ts';

/** Beyond this many a second, refused calls are counted and not written. */
const maxPerSecond = 200;

const unknown: Caller = { keyId: null, consumer: null, keyLabel: null, credentials: [] };

export interface RefusalDeps {
  readonly calls: CallStore;
  hidden(): Hidden;
  refused(call: CallSummary): void;
  /** Nothing can be written, or only what was accepted. */
  isOff(): boolean;
  report(what: string, error: unknown): void;
  tick(): number;
}

export interface Refusal {
  readonly problem: Problem;
  /** What the caller is told of it. */
  readonly answer: Answer;
}

export interface Refusals {
  /** Writes a refused call to the log, head only; called after its answer was made, awaited by nobody. */
  keep(call: IncomingCall, refused: Refusal, live: LiveIntegration | null, caller?: Caller): void;
  /** Refused calls that were too many to be written, or that there was no room for. */
  readonly unwritten: number;
}

export function createRefusals(deps: RefusalDeps): Refusals {
  let unwritten = 0;
  let second = -1;
  let written = 0;

  async function write(
    call: IncomingCall,
    { problem, answer: { status, headers, body } }: Refusal,
    live: LiveIntegration | null,
    { keyLabel, credentials }: Caller,
  ): Promise<void> {
    const values = [...credentials, ...sentCredentials(call)];
    const request = captureRequest(call, {}, null, { ...deps.hidden(), values });
    const refused = {
      id: call.id,
      integrationId: live?.integration.id ?? null,
      integration: live?.integration.name ?? null,
      request,
      requestBytes: call.contentLength ?? 0,
      keyLabel,
      receivedAtMs: call.receivedAtMs,
      authorisedMs: null,
      origin: null,
      problem: { code: problem.code, text: problem.reason ?? problem.detail },
      answer: { status, headers, body: bytesOf(body) },
      answeredMs: roundMs(Math.max(0, deps.tick() - call.receivedTick)),
    };
    try {
      const { sequence } = await deps.calls.refuse(refused);
      deps.refused(pictureOf(refused, sequence));
    } catch (error) {
      deps.report('a refused call cannot be stored', error);
    }
  }

  return {
    get unwritten() {
      return unwritten;
    },
    keep(call, refused, live, caller = unknown) {
      const now = Math.floor(deps.tick() / 1_000);
      if (now !== second) [second, written] = [now, 0];
      if (written >= maxPerSecond || deps.isOff()) {
        unwritten++;
        return;
      }
      written++;
      void write(call, refused, live, caller);
    },
  };
}

type Refused = Parameters<CallStore['refuse']>[0];

const pictureOf = (call: Refused, sequence: number): CallSummary => ({
  id: call.id,
  sequence,
  integration: call.integration,
  integrationId: call.integrationId,
  method: call.request.method,
  path: call.request.path,
  receivedAt: new Date(call.receivedAtMs).toISOString(),
  keyLabel: call.keyLabel,
  state: 'refused',
  problem: call.problem,
  answeredStatus: call.answer.status,
  lane: null,
  laneSequence: null,
  attempt: 0,
  nextAttemptAt: null,
  waitMs: null,
  runMs: null,
  totalMs: call.answeredMs,
  requestBytes: call.requestBytes,
  origin: call.origin,
});
