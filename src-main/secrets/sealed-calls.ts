// Bodies with values that nobody may see, on their way to the store and back: sealed there, as they came here. The rooms
// on both sides know nothing of it but the mark at the call.
import type { SearchFilter } from '#main/ports/call-page.ts';
import type { StoredAnswer, StoredBody } from '#main/ports/run.ts';
import type { KeptRequest } from '#main/ports/kept-request.ts';
import type { CallStore, StoredCall } from '#main/ports/store.ts';
import type { FirstCall } from '#main/ports/idempotency.ts';
import { StoreFailure } from '#main/ports/store-failure.ts';
import type { BodyBox } from './body-box.ts';

export interface Sealing {
  /** Null while the data key is lost. */
  bodies(): BodyBox | null;
  /** Integrations whose bodies nobody may search, also those that came before and are not sealed. */
  hidden(): readonly string[];
}

export function sealCalls(calls: CallStore, { bodies, hidden }: Sealing): CallStore {
  function sealRequest(request: KeptRequest): KeptRequest {
    const { body } = request;
    // A file was sealed while it was written.
    if (!request.isSealed || body?.kind !== 'bytes') return request;
    return { ...request, body: { kind: 'bytes', bytes: boxOf(bodies).seal(body.bytes) } };
  }

  function openRequest(request: KeptRequest): KeptRequest {
    return request.isSealed ? { ...request, body: openBody(request.body) } : request;
  }

  function openBody(body: StoredBody | null): StoredBody | null {
    if (body === null) return null;
    const { bytes } = body;
    const box = bodies();
    if (box === null) return { kind: 'unreadable', bytes: typeof bytes === 'number' ? bytes : bytes.length };
    if (body.kind !== 'bytes') return body;
    const opened = tryOpen(box, body.bytes);
    return opened === null
      ? { kind: 'unreadable', bytes: body.bytes.length }
      : { kind: 'bytes', bytes: opened };
  }

  /** Its headers may repeat what came in, so that they are sealed with its body. */
  function sealAnswer<T extends { readonly answer: StoredAnswer | null; readonly isSealed: boolean }>(
    move: T,
  ): T {
    const { answer, isSealed } = move;
    if (!isSealed || answer === null) return move;
    return {
      ...move,
      answer: { status: answer.status, headers: [], body: boxOf(bodies).seal(packAnswer(answer)) },
    };
  }

  /** Null where it cannot be opened. */
  function openAnswer({ status, body }: StoredAnswer): StoredAnswer | null {
    const box = bodies();
    const packed = box === null || body === null ? null : tryOpen(box, body);
    return packed === null ? null : unpackAnswer(status, packed);
  }

  function openFirst(first: FirstCall): FirstCall {
    const { kept } = first;
    if (kept === null || !kept.isSealed || kept.answer === null) return first;
    const answer = openAnswer(kept.answer);
    if (answer === null) throw unreadable();
    return { ...first, kept: { ...kept, answer } };
  }

  function openCall(call: StoredCall): StoredCall {
    if (!call.request.isSealed) return call;
    const request = openRequest(call.request);
    const sealed = call.result.answer;
    const answer = sealed === null ? null : openAnswer(sealed);
    const isUnreadable = request.body?.kind === 'unreadable' || (sealed !== null && answer === null);
    const shown = answer ?? (sealed === null ? null : { status: sealed.status, headers: [], body: null });
    return { ...call, request, result: { ...call.result, answer: shown }, isUnreadable };
  }

  const withoutHidden = <T extends { readonly filter: SearchFilter }>(asked: T): T => ({
    ...asked,
    filter: { ...asked.filter, hidden: hidden() },
  });

  return {
    ...calls,
    async accept(call) {
      const { request } = call;
      const kept = await calls.accept(request.isSealed ? { ...call, request: sealRequest(request) } : call);
      return 'first' in kept ? { first: openFirst(kept.first) } : kept;
    },
    async start(move) {
      const started = await calls.start(move);
      return started === null ? null : { ...started, request: openRequest(started.request) };
    },
    async unplaced(sequences) {
      const found = await calls.unplaced(sequences);
      return found.map((call) => ({ ...call, request: openRequest(call.request) }));
    },
    async repeat(move) {
      const first = await calls.repeat(move);
      return first === null ? null : openFirst(first);
    },
    list: (page) => calls.list(withoutHidden(page)),
    search: (page) => calls.search(withoutHidden(page)),
    scan: (of) => calls.scan(withoutHidden(of)),
    withText: (of) => calls.withText({ ...of, hidden: hidden() }),
    finish: async (move) => calls.finish(sealAnswer(move)),
    answer: async (move) => calls.answer(sealAnswer(move)),
    async get(id) {
      const call = await calls.get(id);
      return call === null ? null : openCall(call);
    },
  };
}

function boxOf(bodies: () => BodyBox | null): BodyBox {
  const box = bodies();
  if (box === null) throw unreadable();
  return box;
}

export const unreadable = (cause?: unknown): StoreFailure =>
  new StoreFailure('It is sealed under a data key that is lost.', { code: 'secrets_unreadable', cause });

function tryOpen(box: BodyBox, sealed: Uint8Array): Uint8Array | null {
  try {
    return box.open(sealed);
  } catch {
    return null;
  }
}

/** The headers as a line of JSON, then a byte that says whether there is a body, and the body. */
function packAnswer({ headers, body }: StoredAnswer): Uint8Array {
  const head = Buffer.from(`${JSON.stringify(headers)}\n${body === null ? '0' : '1'}`);
  return body === null ? head : Buffer.concat([head, body]);
}

function unpackAnswer(status: number, packed: Uint8Array): StoredAnswer {
  const end = packed.indexOf(0x0a);
  const headers = JSON.parse(Buffer.from(packed.subarray(0, end)).toString()) as StoredAnswer['headers'];
  return { status, headers, body: packed[end + 1] === 0x31 ? packed.subarray(end + 2) : null };
}
