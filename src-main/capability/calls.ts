import type { CallDetail, CallFilter, CallSummary } from '#shared/model/call.ts';
import type { KeptRequest, StoredCall } from '#main/ports/store.ts';
import { problem } from '#shared/problem.ts';
import { answering } from './base.ts';
import type { CapabilityDeps } from './deps.ts';
import { toFailure } from './failing.ts';
import { bytesOf, showBytes } from './show-body.ts';

export function callCapability({ store, journal, lanes }: CapabilityDeps) {
  const os = answering.calls;
  return {
    list: os.list.handler(async ({ input: { limit, before, ...filter } }) => {
      const page = await store.calls.list({ filter, limit, ...(before === undefined ? {} : { before }) });
      return { calls: [...page.calls], nextBefore: page.nextBefore };
    }),

    get: os.get.handler(async ({ input }) => {
      const call = await store.calls.get(input.id);
      if (call === null) throw toFailure(problem('call_not_found'));
      const { integrationId, sequence, state, lane } = call.summary;
      // What an open call has reached goes to disk with its end.
      const reached = integrationId === null ? null : lanes.timingsOf(integrationId, sequence);
      const hold =
        state === 'waiting' && integrationId !== null && lane !== null
          ? lanes.holdOf(integrationId, lane)
          : null;
      return { ...(await detailOf(reached === null ? call : { ...call, timings: reached }, store)), hold };
    }),

    body: os.body.handler(async ({ input }) => {
      const found = await findBody(input.id, input.of, store);
      if (found === null)
        throw toFailure(problem('call_not_found', { detail: 'There is no such call, or it has no body.' }));
      return { base64: Buffer.from(found.bytes).toString('base64'), contentType: found.contentType };
    }),

    watch: os.watch.handler(({ input: { after, ...filter }, signal, context }) =>
      journal.watch({
        after,
        fits: fitting(filter),
        search: searching(filter, store),
        signal,
        backlogBytes: context.backlog ?? (() => 0),
      }),
    ),
  };
}

/** The exact bytes of a request or an answer; null where there are none. */
export async function findBody(
  id: string,
  of: 'request' | 'response',
  store: CapabilityDeps['store'],
): Promise<{ readonly bytes: Uint8Array; readonly contentType: string | null } | null> {
  const call = await store.calls.get(id);
  const body = of === 'request' ? call?.request.body : call?.result.answer?.body;
  if (call === null || body === null || body === undefined) return null;
  const headers = of === 'request' ? headersOf(call.request) : (call.result.answer?.headers ?? []);
  const contentType = typeIn(headers);
  return { bytes: 'kind' in body ? await bytesOf(body, store.blobs) : body, contentType };
}

async function detailOf(
  call: StoredCall,
  { blobs }: CapabilityDeps['store'],
): Promise<Omit<CallDetail, 'hold'>> {
  const { summary, ahead, integrationVersion, request, repeats, result, attempts, timings, events } = call;
  const { answer, steps } = result;
  return {
    ...summary,
    integrationVersion,
    place: summary.state === 'running' ? 0 : ahead === null ? null : ahead + 1,
    request: {
      method: request.method,
      path: request.path,
      rawQuery: request.rawQuery,
      query: JSON.parse(request.queryJson) as CallDetail['request']['query'],
      headers: headersOf(request),
      httpVersion: request.httpVersion,
      remoteAddress: request.remoteAddress,
      peerAddress: request.peerAddress,
      body:
        request.body === null
          ? null
          : showBytes(await bytesOf(request.body, blobs), typeIn(headersOf(request))),
    },
    response:
      answer === null
        ? null
        : {
            status: answer.status,
            headers: answer.headers.map(([name, value]) => [name, value]),
            body: answer.body === null ? null : showBytes(answer.body, typeIn(answer.headers)),
          },
    steps: [...steps],
    attempts: [...attempts],
    repeats,
    events: [...events],
    timings,
  };
}

const headersOf = ({ headersJson }: KeptRequest): [name: string, value: string][] =>
  JSON.parse(headersJson) as [string, string][];

/** Only the store can look into parameters, headers and bodies. */
function searching({ text }: CallFilter, { calls: { withText } }: CapabilityDeps['store']) {
  if (text === undefined || text === '') return null;
  return async (calls: readonly CallSummary[]) => {
    const found = new Set(await withText({ sequences: calls.map(({ sequence }) => sequence), text }));
    return calls.filter(({ sequence }) => found.has(sequence));
  };
}

/** The same as the store's conditions, for what a summary knows: all but text. */
function fitting(filter: CallFilter): (call: CallSummary) => boolean {
  const { integration, state, keyLabel, method, status } = filter;
  const since = filter.since === undefined ? -Infinity : Date.parse(filter.since);
  const until = filter.until === undefined ? Infinity : Date.parse(filter.until);
  return (call) => {
    const receivedAt = Date.parse(call.receivedAt);
    return (
      (integration === undefined || isOf(call, integration)) &&
      (state === undefined || state.length === 0 || state.includes(call.state)) &&
      (keyLabel === undefined || call.keyLabel === keyLabel) &&
      (method === undefined || call.method === method) &&
      (status === undefined || call.answeredStatus === status) &&
      receivedAt >= since &&
      receivedAt <= until
    );
  };
}

const typeIn = (headers: readonly (readonly [name: string, value: string])[]): string | null =>
  headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;

/** By the name, or by `code/name`, which refused calls have in their path only. */
const isOf = ({ integration, path }: CallSummary, wanted: string): boolean =>
  wanted.includes('/') ? path === `/${wanted}` : integration === wanted;
