import { StepFailure } from '../step-failure.ts';
import type { Client } from './access-tokens.ts';

/** How a request says who sends it, its values filled in. */
export type Authentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  | { readonly kind: 'token'; readonly client: Client };

/** A field of it, as it stands in a step or a connection. */
type Field = string | { readonly from: string } | undefined;

type Given =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly user: Field; readonly password?: Field }
  | { readonly kind: 'bearer'; readonly token?: Field }
  | { readonly kind: 'apiKey'; readonly header: string; readonly key?: Field }
  | {
      readonly kind: 'oauth2ClientCredentials';
      readonly tokenUrl: Field;
      readonly clientId: Field;
      readonly clientSecret?: Field;
      readonly scope?: Field;
    };

/** `read` makes a text of a field: a step fills it in, a connection has it as it is. */
export async function authenticationOf(
  given: Given,
  read: (field: Field) => Promise<string>,
): Promise<Authentication> {
  switch (given.kind) {
    case 'none':
      return given;
    case 'basic':
      return authorization(basic(await read(given.user), await read(given.password)));
    case 'bearer':
      return authorization(`Bearer ${await read(given.token)}`);
    case 'apiKey':
      return { kind: 'header', name: given.header.toLowerCase(), value: await read(given.key) };
    case 'oauth2ClientCredentials': {
      const tokenUrl = await read(given.tokenUrl);
      if (!/^https?:$/.test(URL.parse(tokenUrl)?.protocol ?? '')) {
        throw new StepFailure(`The token address "${tokenUrl}" is no http or https address.`);
      }
      const client = {
        tokenUrl,
        clientId: await read(given.clientId),
        clientSecret: await read(given.clientSecret),
        scope: given.scope === undefined ? undefined : await read(given.scope),
      };
      return { kind: 'token', client };
    }
  }
}

const authorization = (value: string): Authentication => ({ kind: 'header', name: 'authorization', value });

export const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
