import { OpenAPIHandler } from '@orpc/openapi/fastify';
import type { ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { reportBug } from '#main/carrier/report-bug.ts';
import type { RpcContext } from '#main/capability/deps.ts';
import type { SignedIn } from '#shared/model/access.ts';
import { failureOf } from '#shared/contract/failure.ts';
import { maxRequestBytes } from '#shared/contract/request-size.ts';
import { isProblemCode, problem, type Problem } from '#shared/problem.ts';
import type { AdminDeps } from './deps.ts';
import { answerProblem, problemBody, problemType } from './answer-problem.ts';
import { describeApi } from './openapi.ts';
import { sendBody } from './send-body.ts';

/** The name under which the server keeps who sent a request. */
export const whoAsks = 'signedIn';

const contextOf = (request: FastifyRequest, reply: FastifyReply): RpcContext => ({
  signedIn: request.getDecorator<SignedIn>(whoAsks),
  backlog: () => reply.raw.writableLength,
});

/** What oRPC itself refuses, in the words of our table. */
const ownCodes: Readonly<Record<string, Problem>> = {
  BAD_REQUEST: problem('malformed_request'),
  NOT_FOUND: problem('endpoint_not_found', { detail: 'There is nothing at this address.' }),
  METHOD_NOT_SUPPORTED: problem('method_not_allowed'),
};

export const problemOf = (error: ORPCError<string, unknown>): Problem =>
  isProblemCode(error.code) ? failureOf(error) : (ownCodes[error.code] ?? problem('internal'));

/** `/api/…`, the contract as a REST interface for other programs. */
export function serveApi(app: FastifyInstance, { router, bodyOf, version, log }: AdminDeps): void {
  const handler = new OpenAPIHandler(router, {
    interceptors: [reportBug(log)],
    customErrorResponseBodyEncoder: (error) => problemBody(problemOf(error)),
  });
  let document: ReturnType<typeof describeApi> | undefined;

  app.get('/api/openapi.json', async () => (document ??= describeApi(version)));

  for (const side of ['request', 'response'] as const) {
    app.get(`/api/calls/:id/${side}/body`, async (request, reply) => {
      const { id } = z.object({ id: z.string() }).parse(request.params);
      const found = await bodyOf(id, side);
      if (found === null)
        return answerProblem(reply, 'call_not_found', 'There is no such call, or it has no body.');
      reply.header('content-disposition', `attachment; filename="${side}-body"`);
      return sendBody(request, reply, found);
    });
  }

  app.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/api/*',
    bodyLimit: maxRequestBytes,
    async onSend(_request, reply, payload) {
      if (reply.statusCode >= 400) reply.type(problemType);
      return payload;
    },
    async handler(request, reply) {
      const context = contextOf(request, reply);
      const { matched } = await handler.handle(request, reply, { prefix: '/api', context });
      return matched
        ? reply
        : answerProblem(reply, 'endpoint_not_found', 'There is nothing at this address.');
    },
  });
}

/** `/rpc/…`, the contract for the command line. */
export function serveRpc(app: FastifyInstance, { router, log }: AdminDeps): void {
  const handler = new RPCHandler(router, { interceptors: [reportBug(log)] });
  app.post('/rpc/*', { bodyLimit: maxRequestBytes }, async (request, reply) => {
    const context = { ...contextOf(request, reply), isCommandLine: true };
    const { matched } = await handler.handle(request, reply, { prefix: '/rpc', context });
    return matched ? reply : answerProblem(reply, 'endpoint_not_found', 'There is nothing at this address.');
  });
}
