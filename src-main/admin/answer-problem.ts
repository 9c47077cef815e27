import type { FastifyReply } from 'fastify';
import { problem, statusOf, titleOf, type Problem } from '#shared/problem.ts';

/** A problem as RFC 9457 has it, with the field at fault beside. */
export const problemBody = ({ code, detail, path, issues }: Problem) => ({
  type: `urn:hookline:problem:${code}`,
  title: titleOf(code),
  status: statusOf(code),
  detail,
  code,
  ...(path === undefined ? {} : { path }),
  ...(issues === undefined || issues.length === 0 ? {} : { issues }),
});

export const problemType = 'application/problem+json';

export const answerProblem = (reply: FastifyReply, code: Problem['code'], detail?: string): FastifyReply =>
  reply
    .code(statusOf(code))
    .type(problemType)
    .send(JSON.stringify(problemBody(problem(code, detail === undefined ? {} : { detail }))));
