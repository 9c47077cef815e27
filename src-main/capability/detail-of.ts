import { answeredBy } from '#main/call/answered.ts';
import { bytesOf } from '#main/call/incoming-call.ts';
import type { BlobStore } from '#main/ports/blob-store.ts';
import type { StoredBody } from '#main/ports/run.ts';
import { nullIfLost } from '#main/ports/store-failure.ts';
import type { StoredCall } from '#main/ports/store.ts';
import type { CallDetail } from '#shared/model/call.ts';
import type { CapabilityDeps } from './deps.ts';
import { maskCall } from './mask-call.ts';
import { bytesIn, headersOf, partOf } from './find-body.ts';
import { maxShownBytes, showAnswer, showBytes } from './show-body.ts';

/** Everything that is known of a call, as it may be shown; null where there is none. */
export async function detailOf(
  id: string,
  deps: Pick<CapabilityDeps, 'store' | 'hiding' | 'lanes' | 'registry'>,
): Promise<CallDetail | null> {
  const { store, lanes } = deps;
  const found = await store.calls.get(id);
  if (found === null) return null;
  const { call, body, contentType, isMasked } = await maskCall(found, deps);
  const { summary, ahead, integrationVersion, request, result, timings } = call;
  const { integrationId, sequence, state, lane } = summary;
  const isWaiting = state === 'waiting' && integrationId !== null && lane !== null;
  const headers = headersOf(request);
  const shown = body === null ? null : await firstPart(body, store.blobs).catch(nullIfLost);
  return {
    ...summary,
    integrationVersion,
    place: state === 'running' ? 0 : ahead === null ? null : ahead + 1,
    hold: isWaiting ? lanes.holdOf(integrationId, lane) : null,
    request: {
      method: request.method,
      path: request.path,
      rawQuery: request.rawQuery,
      query: JSON.parse(request.queryJson) as CallDetail['request']['query'],
      headers,
      httpVersion: request.httpVersion,
      remoteAddress: request.remoteAddress,
      peerAddress: request.peerAddress,
      bodyFinding: request.bodyFinding,
      body:
        body === null
          ? null
          : {
              ...showBytes(shown ?? new Uint8Array(), contentType, bytesIn(body)),
              ...(shown === null && { isLost: true }),
              ...(isMasked && { isMasked, bytes: summary.requestBytes }),
            },
    },
    answered: await answeredOf(call, deps),
    response: result.answer === null ? null : showAnswer(result.answer, isMasked),
    steps: [...result.steps],
    attempts: [...call.attempts],
    repeats: call.repeats,
    replays: [...call.replays],
    events: [...call.events],
    // What an open call has reached goes to disk with its end.
    timings: (integrationId === null ? null : lanes.timingsOf(integrationId, sequence)) ?? timings,
  };
}

const firstPart = (body: StoredBody, blobs: BlobStore): Promise<Uint8Array | null> =>
  partOf(body, { from: 0, bytes: maxShownBytes }, blobs);

/** What Hookline itself told the caller. */
async function answeredOf(
  call: StoredCall,
  { store, registry }: Pick<CapabilityDeps, 'store' | 'registry'>,
): Promise<CallDetail['answered']> {
  const { integrationVersion: version, summary } = call;
  const id = summary.integrationId;
  const live = id === null ? undefined : registry.get(id)?.integration;
  const under =
    id === null || version === null
      ? null
      : live?.version === version
        ? live
        : await store.config.version({ id, version });
  const answer = answeredBy(call, under);
  return answer === null ? null : showAnswer({ ...answer, body: bytesOf(answer.body) });
}
