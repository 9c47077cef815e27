import { implement, type ImplementerInternalWithMiddlewares } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import { refuseRole } from './refuse-role.ts';
import type { RpcContext } from './deps.ts';
import { translate } from './failing.ts';

const guarded = implement(contract)
  .$context<RpcContext>()
  .use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw translate(error);
    }
  })
  // Before the input is looked at.
  .use(({ context, procedure, next }) => {
    refuseRole(context, procedure['~orpc'].meta);
    return next();
  });

/** The contract, to be answered: by those whose role allows it; every failure leaves as a code of the table. */
export const answering: ImplementerInternalWithMiddlewares<typeof contract, RpcContext, RpcContext> = guarded;
