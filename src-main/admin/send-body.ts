import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OpenedBody } from '#main/capability/find-body.ts';
import { answerProblem } from './answer-problem.ts';

interface Part {
  readonly from: number;
  /** The first byte that is not of it. */
  readonly to: number;
}

/** Sends a body as it is read, or the part of it that was asked for (RFC 9110, 14). */
export function sendBody(request: FastifyRequest, reply: FastifyReply, body: OpenedBody): FastifyReply {
  reply.header('accept-ranges', 'bytes');
  // Nothing here has a validator, so that a part that depends on one is never sent.
  const range = request.headers['if-range'] === undefined ? request.headers.range : undefined;
  const part = partAskedFor(range, body.bytes);
  if (part === 'outside') {
    reply.header('content-range', `bytes */${body.bytes}`);
    return answerProblem(reply, 'range_outside', `The body has ${body.bytes} bytes.`);
  }
  const { from, to } = part ?? { from: 0, to: body.bytes };
  if (part !== null) reply.code(206).header('content-range', `bytes ${from}-${to - 1}/${body.bytes}`);
  return (
    reply
      // Never its own type: it comes from the outside and this is the address of the screens.
      .type('application/octet-stream')
      .header('content-length', to - from)
      .headers(body.isMasked ? { 'hookline-masked': 'true' } : {})
      .send(Readable.from(body.read(from, to), { objectMode: false }))
  );
}

/** One part only; whatever else is asked for is answered with all of it, as the standard allows. */
export function partAskedFor(range: string | undefined, bytes: number): Part | 'outside' | null {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? 'outside' : { from: bytes - length, to: bytes };
  }
  const from = Number(first);
  if (last !== '' && Number(last) < from) return null;
  if (from >= bytes) return 'outside';
  return { from, to: last === '' ? bytes : Math.min(Number(last) + 1, bytes) };
}
