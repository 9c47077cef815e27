import { randomUUID } from 'node:crypto';
import { nothingHidden } from '#main/call/capture.ts';
import { resolveParameters } from '#main/call/resolve-parameters.ts';
import type { ExecutionRequest, StoredBody } from '#main/ports/run.ts';
import type { StepTrace } from '#shared/model/call.ts';
import type { Sample, SampleRequest } from '#shared/model/dry-run.ts';
import type { QueryParameter } from '#shared/model/parameter.ts';
import { maskCall } from './mask-call.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import type { CapabilityDeps } from './deps.ts';

/** A sample as an execution meets it. */
export interface Sampled extends Pick<ExecutionRequest, 'call' | 'queryJson' | 'headersJson' | 'body'> {
  /** What steps of the captured call gave, by their names. */
  readonly captured: Readonly<Record<string, unknown>>;
}

/** What a draft is tried for, beside the sample itself. */
interface Draft {
  readonly address: string;
  readonly parameters: readonly QueryParameter[];
}

/** Problems: `call_not_found`; `parameter_missing`, `parameter_malformed`, `parameter_repeated`. */
export async function readSample(
  sample: Sample,
  draft: Draft,
  deps: Pick<CapabilityDeps, 'store' | 'hiding' | 'now'>,
): Promise<Result<Sampled>> {
  if ('request' in sample) return madeUp(sample.request, draft, deps.now());
  const found = await deps.store.calls.get(sample.callId);
  if (found === null) return refuse(problem('call_not_found'));
  // Somebody looks at what comes of it.
  const { call, body, isMasked } = await maskCall(found, deps);
  const { summary, request, result } = call;
  // As the draft declares them, which may differ from what the call met.
  const query = resolveParameters(request.rawQuery, draft.parameters, nothingHidden);
  if (!query.ok) return query;
  const { id, method, path, receivedAt, keyLabel, attempt, lane } = summary;
  return ok({
    call: {
      id,
      method,
      path,
      receivedAt,
      keyLabel,
      attempt: Math.max(1, attempt),
      lane: lane ?? draft.address,
    },
    queryJson: JSON.stringify(query.value),
    headersJson: request.headersJson,
    body: isMasked ? body : request.body,
    captured: resultsOf(result.steps),
  });
}

function madeUp(
  { method, query: rawQuery, headers, body }: SampleRequest,
  draft: Draft,
  nowMs: number,
): Result<Sampled> {
  const query = resolveParameters(rawQuery, draft.parameters, nothingHidden);
  if (!query.ok) return query;
  const receivedAt = new Date(nowMs).toISOString();
  const { address } = draft;
  return ok({
    call: {
      id: randomUUID(),
      method,
      path: `/${address}`,
      receivedAt,
      keyLabel: null,
      attempt: 1,
      lane: address,
    },
    queryJson: JSON.stringify(query.value),
    headersJson: JSON.stringify(headers),
    body: body === null ? null : bytesOf(body),
    captured: {},
  });
}

const bytesOf = (text: string): StoredBody => ({ kind: 'bytes', bytes: new TextEncoder().encode(text) });

/** A result that was cut for the log is no JSON any more, and stands for nothing. Those for an item of a list are `each[0].send`. */
function resultsOf(
  steps: readonly StepTrace[],
  place = '',
  results: Record<string, unknown> = Object.create(null) as Record<string, unknown>,
): Record<string, unknown> {
  for (const { name, state, output, runs = [] } of steps) {
    const at = `${place}${name}`;
    for (const run of runs) resultsOf(run.steps, `${at}[${run.index}].`, results);
    if (state !== 'succeeded' || output === null) continue;
    try {
      results[at] = JSON.parse(output);
    } catch {
      continue;
    }
  }
  return results;
}
