import { type Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { StepFailure, wordsOf } from '../step-failure.ts';

/** By the name of a content coding (RFC 9110, 8.4.1). */
const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};
/** A chain of them is a bomb and nothing else. */
const maxCodings = 3;

/** What is asked of a server that may choose. */
export const acceptedCodings = 'gzip, br';

/**
 * The whole body, decoded. What is received and what becomes of it are both counted while they come, so that neither
 * a body without an end nor a bomb takes more memory than `maxBytes`. `isDecoded`: the content-encoding holds no more.
 */
export async function readResponse(
  body: Readable,
  contentEncoding: string | undefined,
  maxBytes: number,
  signal: AbortSignal,
): Promise<{ readonly bytes: Uint8Array; readonly isDecoded: boolean }> {
  const codings = (contentEncoding ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const isDecoded =
    codings.length > 0 &&
    codings.length <= maxCodings &&
    codings.every((coding) => Object.hasOwn(decoders, coding));
  const chain = isDecoded ? codings.toReversed().flatMap((coding) => decoders[coding]?.() ?? []) : [];
  const chunks: Uint8Array[] = [];
  const received = { bytes: 0 };
  try {
    // Whichever fails destroys them all, and with the body its connection.
    await pipeline(
      [
        body,
        countTo(maxBytes, received),
        ...chain.flatMap((decoder) => [decoder, countTo(maxBytes)]),
        gatherIn(chunks),
      ],
      { signal },
    );
  } catch (error) {
    if (!isOfZlib(error)) throw error;
    // An answer to HEAD says what the body would be.
    if (received.bytes === 0) return { bytes: new Uint8Array(), isDecoded: false };
    throw new StepFailure(
      `The answer is not what its content-encoding says (${codings.join(', ')}): ${wordsOf(error)}`,
    );
  }
  return { bytes: new Uint8Array(Buffer.concat(chunks)), isDecoded };
}

function countTo(maxBytes: number, count = { bytes: 0 }): Transform {
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      count.bytes += chunk.length;
      if (count.bytes > maxBytes) done(new StepFailure(`The response is larger than ${sizeText(maxBytes)}.`));
      else done(null, chunk);
    },
  });
}

const gatherIn = (chunks: Uint8Array[]): Writable =>
  new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });

const mebibyte = 1024 * 1024;
const sizeText = (bytes: number): string =>
  bytes % mebibyte === 0 ? `${bytes / mebibyte} MiB` : `${bytes.toLocaleString('en')} bytes`;

/** Errors of zlib have a code of its own and the number of it. */
const isOfZlib = (error: unknown): boolean =>
  error instanceof Error && 'errno' in error && 'code' in error && /^(?:Z|ERR)_/.test(String(error.code));
