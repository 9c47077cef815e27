// Calls on their way to the writing thread, as the values of their rows. Names would be written, read and looked up
// again for each call, which costs as much as the values do.
import type { IdempotencyKey } from '#main/ports/idempotency.ts';
import type { StoredBody } from '#main/ports/run.ts';
import type { ReplayStep } from '#main/ports/replays.ts';
import type { NewCall, RefusedCall } from '#main/ports/store.ts';

type Value = string | number | Uint8Array | null;

/** The columns of `calls` that the values of a new call stand for; what the writer gives it comes before them. */
export const callColumns = `id, integration_id, integration_version, integration, lane, lane_key, once, method, path,
  key_label, received_at, caller, answered_status, request_bytes, origin, started_at`;
/** The columns of `requests`, but for the sequence. */
export const requestColumns = `raw_query, query, headers, http_version, remote_address, peer_address, authorised_ms,
  body, body_file, body_finding, sealed`;

export interface NewRows {
  readonly id: string;
  readonly integrationId: string;
  readonly keyLabel: string | null;
  readonly receivedAtMs: number;
  readonly start: boolean;
  readonly requestBytes: number;
  readonly idempotency: IdempotencyKey | null;
  readonly replay: ReplayStep | null;
  readonly call: readonly Value[];
  readonly request: readonly Value[];
}

export function rowsOf(call: NewCall): NewRows {
  const { id, integrationId, keyLabel, start, requestBytes, idempotency, replay, receivedAtMs } = call;
  return {
    id,
    integrationId,
    keyLabel,
    receivedAtMs,
    start,
    requestBytes,
    idempotency,
    replay,
    call: [
      id,
      integrationId,
      call.integrationVersion,
      call.integration,
      call.lane,
      call.laneKey,
      call.once ? 1 : 0,
      call.request.method,
      call.request.path,
      keyLabel,
      receivedAtMs,
      call.caller,
      call.answeredStatus,
      requestBytes,
      call.origin,
      start ? receivedAtMs : null,
    ],
    request: requestOf(call),
  };
}

export function requestOf({ request, authorisedMs }: NewCall | RefusedCall): readonly Value[] {
  return [
    request.rawQuery,
    request.queryJson,
    request.headersJson,
    request.httpVersion,
    request.remoteAddress,
    request.peerAddress,
    authorisedMs,
    inline(request.body),
    inFile(request.body),
    request.bodyFinding,
    request.isSealed ? 1 : 0,
  ];
}

const inline = (body: StoredBody | null): Uint8Array | null => (body?.kind === 'bytes' ? body.bytes : null);
const inFile = (body: StoredBody | null): string | null => (body?.kind === 'file' ? body.file : null);
