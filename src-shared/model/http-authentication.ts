// How a request says who sends it. A connection holds literals, whose secrets are kept apart; a step holds texts with
// expressions inside, which become literals when it runs.
import { z } from 'zod';

interface Fields<Text, Address, Secret> {
  readonly text: Text;
  readonly address: Address;
  readonly secret: Secret;
}

/** The same kinds, with fields of what they are to hold. */
export const httpAuthenticationOf = <
  Text extends z.ZodType,
  Address extends z.ZodType,
  Secret extends z.ZodType,
>({
  text,
  address,
  secret,
}: Fields<Text, Address, Secret>) =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }).meta({ title: 'None' }),
    z
      .strictObject({
        kind: z.literal('basic'),
        user: text.meta({ title: 'User' }),
        password: secret.meta({ title: 'Password', secret: true }),
      })
      .meta({ title: 'User and password' }),
    z
      .strictObject({
        kind: z.literal('bearer'),
        token: secret.meta({ title: 'Token', secret: true }),
      })
      .meta({ title: 'Bearer token' }),
    z
      .strictObject({
        kind: z.literal('apiKey'),
        header: z
          .string()
          .regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, 'This is not a header name.')
          .default('x-api-key')
          .meta({ title: 'Header' }),
        key: secret.meta({ title: 'Key', secret: true }),
      })
      .meta({ title: 'API key in a header' }),
    z
      .strictObject({
        kind: z.literal('oauth2ClientCredentials'),
        tokenUrl: address.meta({ title: 'Token address' }),
        clientId: text.meta({ title: 'Client id' }),
        clientSecret: secret.meta({ title: 'Client secret', secret: true }),
        scope: text.optional().meta({ title: 'Scope' }),
      })
      .meta({ title: 'OAuth 2 client credentials' }),
  ]);

const text = z.string().max(10_000);

/** Of a connection. A secret that is left out is one that is kept already. */
export const HttpAuthentication = httpAuthenticationOf({
  text: text.min(1),
  address: z.url({ protocol: /^https?$/ }),
  secret: text.min(1).optional(),
});
export type HttpAuthentication = z.infer<typeof HttpAuthentication>;
