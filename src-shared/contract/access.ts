import { z } from 'zod';
import { AccessToken, AccessTokenDraft, SignedIn } from '../model/access.ts';
import { operator, support } from './role.ts';

/**
 * Tokens for the screens and the admin API, beside the one in `<data>/admin-token`. Problems: `label_taken`,
 * `token_not_found`; and of every request `role_insufficient`.
 */
export const access = {
  self: support.route({ method: 'GET', path: '/access/self', summary: 'Who asks' }).output(SignedIn),
  list: operator
    .route({ method: 'GET', path: '/access/tokens', summary: 'The access tokens, without their values' })
    .output(z.array(AccessToken)),
  create: operator
    .route({ method: 'POST', path: '/access/tokens', summary: 'Make a token; its value is told this once' })
    .input(AccessTokenDraft)
    .output(z.object({ token: AccessToken, value: z.string() })),
  revoke: operator
    .route({
      method: 'DELETE',
      path: '/access/tokens/{id}',
      summary: 'Refuse a token from now on, and end what is open with it',
    })
    .input(z.object({ id: z.uuid() }))
    .output(AccessToken),
};
