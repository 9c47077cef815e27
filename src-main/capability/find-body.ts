import { type BlobStore, sealedEnding } from '#main/ports/blob-store.ts';
import type { StoredBody } from '#main/ports/run.ts';
import type { KeptRequest } from '#main/ports/kept-request.ts';
import type { CapabilityDeps } from './deps.ts';
import { maskCall } from './mask-call.ts';
import { typeIn } from './show-body.ts';

interface FoundBody {
  readonly body: StoredBody;
  readonly bytes: number;
  readonly contentType: string | null;
  /** Values that its trigger hides may be masked in it. */
  readonly isMasked: boolean;
}

/** The body of a request or an answer, but for what is hidden of it; null where there is none. */
export async function findBody(
  id: string,
  of: 'request' | 'response',
  deps: Pick<CapabilityDeps, 'store' | 'hiding'>,
): Promise<FoundBody | null> {
  const found = await deps.store.calls.get(id);
  if (found === null) return null;
  const { call, body: request, contentType, isMasked } = await maskCall(found, deps);
  if (of === 'request') {
    return request === null ? null : { body: request, bytes: bytesIn(request), contentType, isMasked };
  }
  const { answer } = call.result;
  if (answer === null || answer.body === null) return null;
  const body: StoredBody = { kind: 'bytes', bytes: answer.body };
  return { body, bytes: answer.body.byteLength, contentType: typeIn(answer.headers), isMasked };
}

/** At most so many bytes of it; of a file no more than those are read. */
export const partOf = async (
  body: StoredBody,
  { from, bytes }: { readonly from: number; readonly bytes: number },
  blobs: BlobStore,
): Promise<Uint8Array> =>
  body.kind === 'bytes'
    ? body.bytes.subarray(from, from + bytes)
    : body.kind === 'unreadable'
      ? new Uint8Array()
      : blobs.readPart(body.file, { from, bytes: Math.max(0, Math.min(bytes, body.bytes - from)) });

export interface OpenedBody {
  readonly bytes: number;
  readonly isMasked: boolean;
  /** From one byte to before another, some at a time. */
  read(from?: number, to?: number): AsyncGenerator<Uint8Array, void, void>;
}

/** How much of a large body is in memory while it is read. */
const partBytes = 1_048_576;

/** The same, to be read as it is sent; null also where it cannot be read. */
export async function openBody(
  id: string,
  of: 'request' | 'response',
  deps: Pick<CapabilityDeps, 'store' | 'hiding'>,
): Promise<OpenedBody | null> {
  const found = await findBody(id, of, deps);
  if (found === null || found.body.kind === 'unreadable') return null;
  const { body, bytes, isMasked } = found;
  // A file that is sealed is opened as a whole, and once.
  const step = body.kind === 'file' && !body.file.endsWith(sealedEnding) ? partBytes : bytes;
  return {
    bytes,
    isMasked,
    async *read(from = 0, to = bytes) {
      for (let at = from; at < to; at += step)
        yield await partOf(body, { from: at, bytes: Math.min(step, to - at) }, deps.store.blobs);
    },
  };
}

export const bytesIn = (body: StoredBody): number =>
  body.kind === 'bytes' ? body.bytes.byteLength : body.bytes;

export const headersOf = ({ headersJson }: KeptRequest): [name: string, value: string][] =>
  JSON.parse(headersJson) as [string, string][];
