import type { Router as AnsweredRouter } from '@orpc/server';
import type { contract } from '#shared/contract/index.ts';
import type { RpcContext } from './deps.ts';

/** Answers every part of the contract. */
export type Router = AnsweredRouter<typeof contract, RpcContext>;
