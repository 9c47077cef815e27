// A call as people may see it. Where its trigger hides values of the body, they are masked in it and wherever else they
// stand in what is kept of the call; the store has all of it, and the workflow had it.
import { nullIfLost } from '#main/ports/store-failure.ts';
import type { StoredAnswer, StoredBody } from '#main/ports/run.ts';
import type { StoredCall } from '#main/ports/store.ts';
import type { Attempt, StepTrace } from '#shared/model/call.ts';
import { createHider, hiddenMark, type Hider } from '#shared/hidden-values.ts';
import type { CapabilityDeps } from './deps.ts';

export interface MaskedCall {
  /** As stored, its own body aside. */
  readonly call: StoredCall;
  readonly body: StoredBody | null;
  readonly contentType: string | null;
  readonly isMasked: boolean;
}

export async function maskCall(
  call: StoredCall,
  { store, hiding }: Pick<CapabilityDeps, 'store' | 'hiding'>,
): Promise<MaskedCall> {
  const { body } = call.request;
  const headers = JSON.parse(call.request.headersJson) as [string, string][];
  const contentType = headerIn(headers, 'content-type');
  if (body === null) return { call, body, contentType, isMasked: false };
  const paths = await hiding.pathsOf(call);
  if (body.kind === 'unreadable') {
    return { call, body: { kind: 'bytes', bytes: mark }, contentType: 'text/plain', isMasked: true };
  }
  if (paths.length === 0) return { call, body, contentType, isMasked: false };
  const bytes = body.kind === 'bytes' ? body.bytes : await store.blobs.read(body.file).catch(nullIfLost);
  // Which values to mask cannot be told any more, so that nothing is shown that may have been made of them.
  if (bytes === null) return { call: withoutTraces(call), body, contentType, isMasked: false };

  const contentEncoding = headerIn(headers, 'content-encoding') ?? undefined;
  const masked = await hiding.maskBody(
    bytes,
    { contentType: contentType ?? undefined, contentEncoding },
    paths,
  );
  return {
    call: hideIn(call, createHider(masked.values)),
    body: { kind: 'bytes', bytes: masked.bytes },
    contentType: inUtf8(contentType),
    isMasked: true,
  };
}

const withoutTraces = (call: StoredCall): StoredCall => ({
  ...call,
  result: { ...call.result, steps: [], answer: null },
  attempts: call.attempts.map((attempt) => ({ ...attempt, steps: [] })),
});

const mark = Buffer.from(hiddenMark);

const headerIn = (headers: readonly (readonly [string, string])[], sought: string): string | null =>
  headers.find(([name]) => name.toLowerCase() === sought)?.[1] ?? null;

const inUtf8 = (contentType: string | null): string =>
  `${(contentType ?? 'text/plain').split(';', 1)[0]};charset=utf-8`;

/** What was kept before the trigger hid anything has the values still. */
function hideIn(call: StoredCall, hider: Hider): StoredCall {
  const { summary, result, attempts, events } = call;
  const problemOf = <P extends { readonly text: string } | null>(problem: P): P =>
    problem === null ? problem : { ...problem, text: hider.text(problem.text) };
  const attempt = (one: Attempt): Attempt => ({
    ...one,
    problem: problemOf(one.problem),
    steps: one.steps.map((step) => hideInStep(step, hider)),
  });
  return {
    ...call,
    summary: { ...summary, problem: problemOf(summary.problem) },
    result: {
      answer: result.answer === null ? null : hideInAnswer(result.answer, hider),
      refusal: result.refusal,
      failure:
        result.failure === null ? null : { ...result.failure, detail: hider.text(result.failure.detail) },
      steps: result.steps.map((step) => hideInStep(step, hider)),
    },
    attempts: attempts.map(attempt),
    events: events.map((event) => ({ ...event, note: hider.text(event.note) })),
  };
}

const hideInStep = (step: StepTrace, hider: Hider): StepTrace => ({
  ...step,
  input: step.input === null ? null : hideInJson(step.input, hider),
  output: step.output === null ? null : hideInJson(step.output, hider),
  error: step.error === null ? null : hider.text(step.error),
  ...(step.attempts !== undefined && {
    attempts: step.attempts.map((one) => ({
      ...one,
      error: one.error === null ? null : hider.text(one.error),
    })),
  }),
  ...(step.runs !== undefined && {
    runs: step.runs.map((run) => ({ ...run, steps: run.steps.map((one) => hideInStep(one, hider)) })),
  }),
});

function hideInAnswer({ status, headers, body }: StoredAnswer, hider: Hider): StoredAnswer {
  const shown = headers.map(([name, value]) => [name, hider.text(value)] as const);
  if (body === null || hider.longest === 0) return { status, headers: shown, body };
  const text = textOf(body);
  // What other bytes hold cannot be told.
  return { status, headers: shown, body: text === null ? mark : Buffer.from(hideInJson(text, hider)) };
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A trace may be cut, and an answer be any text. */
function hideInJson(text: string, hider: Hider): string {
  try {
    const data: unknown = JSON.parse(text);
    const hidden = JSON.stringify(hider.data(data));
    return hidden === JSON.stringify(data) ? text : hidden;
  } catch {
    return hider.text(text);
  }
}
