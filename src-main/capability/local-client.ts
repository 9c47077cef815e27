import { createRouterClient } from '@orpc/server';
import type { Client } from '#shared/contract/index.ts';
import type { Router } from './index.ts';

/** Asks a router of this process, with nothing in between. */
export const localClient = (router: Router): Client => createRouterClient(router, { context: {} });
