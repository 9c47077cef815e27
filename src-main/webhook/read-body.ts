import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BodyWatcher, ReadBody } from '#main/call/incoming-call.ts';
import type { BlobStore, BlobWriter } from '#main/ports/blob-store.ts';
import { StoreFailure } from '#main/ports/store-failure.ts';
import { type Problem, problem } from '#shared/problem.ts';
import { ok, type Refusal, type Result, refuse } from '#shared/result.ts';
import { guardTrailers } from './guard.ts';

/** A request whose body is to be read. */
export interface BodySource {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Null where it is not told beforehand. */
  readonly contentLength: number | null;
  readonly hasBody: boolean;
  /** Whether the caller waits for a 100 before it sends the body. */
  readonly awaitsContinue: boolean;
  /** What its body has taken of the memory for bodies. */
  readonly heldBytes: number;
  /** Why the rest of the body will never come. */
  fault: Problem | null;
  /** Whoever reads the body now, and wants to know. */
  onFault: ((refusal: Refusal) => void) | null;
  /** Takes memory for more of the body; false where there is none left. */
  hold(bytes: number): boolean;
  letGoBody(): void;
}

interface Reading {
  readonly maxBytes: number;
  readonly watchers: readonly BodyWatcher[];
  /** A file that it goes to is sealed. */
  readonly isSealed: boolean;
  readonly blobs: BlobStore;
}

/** Bodies above it go to a file while they come in. */
export const maxInlineBytes = 256 * 1024;

const noBody: Promise<Result<ReadBody>> = Promise.resolve(ok({ body: null, bytes: 0 }));

export function readBody(call: BodySource, reading: Reading): Promise<Result<ReadBody>> {
  const { maxBytes } = reading;
  if (!call.hasBody) return noBody;
  if (call.contentLength !== null && call.contentLength > maxBytes)
    return Promise.resolve(refuseSize(maxBytes));
  if (call.fault !== null) return Promise.resolve(refuse(call.fault));
  // What is beyond that goes to a file.
  if (!call.hold(Math.min(call.contentLength ?? 0, maxInlineBytes))) return Promise.resolve(refuseRoom());
  if (call.awaitsContinue) call.response.writeContinue();
  return collect(call, reading);
}

const refuseSize = (maxBytes: number): Refusal =>
  refuse(problem('body_too_large', { detail: `The body may have at most ${maxBytes} bytes` }));

const refuseRoom = (): Refusal => refuse(problem('bodies_full', { retryAfterSeconds: 1 }));

/**
 * Gathers a body in memory, which nearly every one of them is. A fault goes to the promise itself: a closure
 * of its own would make the call and its body outlive their turn in the young generation, at twice the cost.
 */
function collect(call: BodySource, reading: Reading): Promise<Result<ReadBody>> {
  const { request } = call;
  const { maxBytes } = reading;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const stop = (outcome: Result<ReadBody> | Promise<Result<ReadBody>>) => {
      call.onFault = null;
      request.off('data', onData).off('end', onEnd).pause();
      resolve(outcome);
    };
    const onData = (chunk: Buffer) => {
      if (call.fault !== null) return;
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > maxBytes) stop(refuseSize(maxBytes));
      else if (bytes > maxInlineBytes) stop(spool(call, chunks, reading));
      else if (bytes > call.heldBytes && !call.hold(bytes - call.heldBytes)) stop(refuseRoom());
    };
    const onEnd = () => {
      call.onFault = null;
      const fault = faultAtEnd(call);
      resolve(fault === null ? ok(gather(chunks, bytes, reading.watchers)) : refuse(fault));
      // It lives until it is answered, which may be long, and would keep the body as long.
      request.off('data', onData).off('end', onEnd);
    };
    call.onFault = resolve;
    request.on('data', onData).on('end', onEnd);
  });
}

function faultAtEnd(call: BodySource): Problem | null {
  call.fault ??= guardTrailers(call.request.rawTrailers);
  return call.fault;
}

function gather(chunks: readonly Buffer[], bytes: number, watchers: readonly BodyWatcher[]): ReadBody {
  if (bytes === 0) return { body: null, bytes };
  const whole = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes);
  for (const watcher of watchers) watcher.update(whole);
  return { body: { kind: 'bytes', bytes: whole }, bytes };
}

async function spool(
  call: BodySource,
  begun: Buffer[],
  { maxBytes, watchers, isSealed, blobs }: Reading,
): Promise<Result<ReadBody>> {
  let writer: BlobWriter | null = null;
  try {
    writer = await blobs.create({ isSealed });
    let bytes = 0;
    for (let chunk = begun.shift(); chunk !== undefined; chunk = begun.shift()) {
      bytes += chunk.length;
      for (const watcher of watchers) watcher.update(chunk);
      await writer.write(chunk);
    }
    call.letGoBody();
    for (let chunk = await nextChunk(call); chunk !== null; chunk = await nextChunk(call)) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        await writer.discard();
        return refuseSize(maxBytes);
      }
      for (const watcher of watchers) watcher.update(chunk);
      await writer.write(chunk);
    }
    const fault = faultAtEnd(call);
    if (fault !== null) {
      await writer.discard();
      return refuse(fault);
    }
    const kept = await writer.keep();
    return ok({ body: { kind: 'file', ...kept }, bytes: kept.bytes });
  } catch (failure) {
    await writer?.discard();
    if (failure instanceof StoreFailure) {
      return refuse(problem(failure.code, { reason: failure.message, retryAfterSeconds: 60 }));
    }
    throw failure;
  }
}

/** The next that comes, null at the end or at a fault; the request is at rest while a chunk is used. */
function nextChunk(call: BodySource): Promise<Buffer | null> {
  const { request } = call;
  if (request.readableEnded || call.fault !== null) return Promise.resolve(null);
  return new Promise((resolve) => {
    const give = (chunk: Buffer | null) => {
      call.onFault = null;
      request.off('data', give).off('end', end).pause();
      resolve(chunk);
    };
    const end = () => give(null);
    call.onFault = end;
    request.on('data', give).on('end', end).resume();
  });
}
