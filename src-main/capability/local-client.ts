import { createRouterClient } from '@orpc/server';
import type { Client } from '#shared/contract/index.ts';
import type { SignedIn } from '#shared/model/access.ts';
import type { Router } from './router.ts';

/** Whoever may read the data folder: the command line, the desktop app, the holder of the admin token. */
export const folderOwner: SignedIn = {
  tokenId: null,
  label: 'the owner of the data folder',
  role: 'operator',
};

/** Asks a router of this process, with nothing in between. */
export const localClient = (router: Router, isCommandLine = false): Client =>
  createRouterClient(router, { context: { signedIn: folderOwner, isCommandLine } });
