import type { IncomingCall, ReadBody } from '#main/call/incoming-call.ts';
import { type BlobStore, sealedEnding } from '#main/ports/blob-store.ts';
import { isBodyLost } from '#main/ports/store-failure.ts';
import type { HeaderList, StoredBody } from '#main/ports/run.ts';
import type { KeptRequest } from '#main/ports/kept-request.ts';
import type { CallChanges } from '#shared/model/replay.ts';
import { charsetOf } from '#shared/content-type.ts';
import { encodeText } from '#main/encode-text.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';

export interface KeptCallDeps {
  readonly blobs: BlobStore;
  newId(): string;
  now(): number;
  tick(): number;
}

/** How much of a large body is in memory while it is copied. */
const partBytes = 1_048_576;

/** A request as it was kept, at the edge once more: a new call with the same bytes, but for what is changed. */
export function keptCall(
  request: KeptRequest,
  path: string,
  changes: CallChanges | undefined,
  { blobs, newId, now, tick }: KeptCallDeps,
): Result<IncomingCall> {
  const headers = changes?.headers ?? (JSON.parse(request.headersJson) as HeaderList);
  const written = bodyOf(request, headers, changes);
  if (!written.ok) return written;
  const body = written.value;
  const bytes = body === null ? 0 : body.kind === 'bytes' ? body.bytes.byteLength : body.bytes;
  const sent = changes?.body === undefined ? headers : withLength(headers, bytes);
  return ok({
    id: newId(),
    method: changes?.method ?? request.method,
    path,
    rawQuery: changes?.query ?? request.rawQuery,
    rawHeaders: sent.flat(),
    httpVersion: request.httpVersion,
    remoteAddress: request.remoteAddress,
    peerAddress: request.peerAddress ?? request.remoteAddress,
    host: '',
    isSecure: false,
    clientCertificate: null,
    receivedAtMs: now(),
    receivedTick: tick(),
    contentLength: bytes,
    hasBody: body !== null,
    // Each call has a file of its own, which goes when it does.
    readBody: (_maxBytes, _watchers, isSealed = false) =>
      copyOf(body, { bytes, isSealed }, blobs).then(ok, (error: unknown) => {
        if (isBodyLost(error)) return refuse(problem('body_lost'));
        throw error;
      }),
    letGoBody: () => {},
    onGone: () => () => {},
  });
}

/** A body of another length says so, where the one before did. */
const withLength = (headers: HeaderList, bytes: number): HeaderList =>
  headers.map(([name, value]) => [name, name.toLowerCase() === 'content-length' ? String(bytes) : value]);

function bodyOf(
  { body }: KeptRequest,
  headers: HeaderList,
  changes: CallChanges | undefined,
): Result<StoredBody | null> {
  if (changes?.body === undefined) return ok(body);
  if (changes.bodyEncoding === 'base64') return ok(bytesOrNone(Buffer.from(changes.body, 'base64')));
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const encoded = encodeText(changes.body, charsetOf(type));
  if (encoded.ok) return ok(bytesOrNone(encoded.bytes));
  const detail = `The body cannot be sent as its content type says. ${encoded.why} Change the charset in the header content-type.`;
  return refuse(problem('input_invalid', { detail, path: 'changes.body' }));
}

const bytesOrNone = (bytes: Uint8Array): StoredBody | null =>
  bytes.length === 0 ? null : { kind: 'bytes', bytes };

async function copyOf(
  body: StoredBody | null,
  { bytes, isSealed }: { readonly bytes: number; readonly isSealed: boolean },
  blobs: BlobStore,
): Promise<ReadBody> {
  if (body?.kind !== 'file') return { body, bytes };
  const writer = await blobs.create({ isSealed });
  try {
    // One that is sealed is opened as a whole.
    const step = body.file.endsWith(sealedEnding) ? bytes : partBytes;
    for (let from = 0; from < bytes; from += step) {
      await writer.write(await blobs.readPart(body.file, { from, bytes: step }));
    }
    const kept = await writer.keep();
    return { body: { kind: 'file', ...kept }, bytes: kept.bytes };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}
