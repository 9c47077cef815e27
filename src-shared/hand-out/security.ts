// Authentication as OpenAPI security schemes, and in words. Pure.
import type { SingleAuthenticationDraft } from '../model/auth.ts';
import { signatureHeader } from '../model/auth/hmac.ts';
import { draftOf, type Integration } from '../model/integration.ts';
import { signingOf } from '../samples/signing.ts';

export interface SecurityScheme {
  readonly type: 'apiKey' | 'http' | 'mutualTLS';
  readonly description: string;
  readonly in?: 'header' | 'query';
  readonly name?: string;
  readonly scheme?: 'basic' | 'bearer';
  readonly bearerFormat?: 'JWT';
}

type Schemes = Readonly<Record<string, SecurityScheme>>;

/** Each of the alternatives, as the schemes that it needs together. None: open to anybody. */
export function securityOf(integration: Integration): readonly Schemes[] {
  const { authentication, keyInQuery } = draftOf(integration).trigger;
  switch (authentication.kind) {
    case 'none':
      return [];
    case 'any':
      return authentication.any.flatMap((one) => schemesOf(one, keyInQuery));
    case 'all':
      return authentication.all
        .map((one) => schemesOf(one, keyInQuery))
        .reduce<readonly Schemes[]>(
          (together, ways) => together.flatMap((one) => ways.map((way) => ({ ...one, ...way }))),
          [{}],
        );
    default:
      return schemesOf(authentication, keyInQuery);
  }
}

const apiKey = 'An API key.';

/** One for each way of sending it. */
function schemesOf(one: SingleAuthenticationDraft, keyInQuery: boolean): readonly Schemes[] {
  switch (one.kind) {
    case 'apiKeys':
      return [
        { apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: apiKey } },
        { apiKeyAsBearer: { type: 'http', scheme: 'bearer', description: apiKey } },
        ...(keyInQuery
          ? [
              {
                apiKeyInQuery: { type: 'apiKey', in: 'query', name: 'api_key', description: apiKey } as const,
              },
            ]
          : []),
      ];
    case 'basic':
      return [{ login: { type: 'http', scheme: 'basic', description: 'A user and a password.' } }];
    case 'jwt':
      return [
        {
          token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: tokenText(one) },
        },
      ];
    case 'hmac': {
      const name = signatureHeader(one);
      // Another trigger of the document may sign in another way.
      const scheme = `signature-${name.replaceAll(/[^A-Za-z0-9._-]/g, '_')}`;
      return [{ [scheme]: { type: 'apiKey', in: 'header', name, description: signatureText(one) } }];
    }
    case 'clientCertificate':
      return [
        { clientCertificate: { type: 'mutualTLS', description: 'A client certificate, shown over HTTPS.' } },
      ];
  }
}

type Of<K extends SingleAuthenticationDraft['kind']> = Extract<SingleAuthenticationDraft, { kind: K }>;

function tokenText({ algorithms, issuer, audience, requireExpiry }: Of<'jwt'>): string {
  const said = [
    `A token signed by ${algorithms.join(', ')}`,
    ...(issuer === undefined ? [] : [`with the issuer ${issuer}`]),
    ...(audience === undefined ? [] : [`for the audience ${audience}`]),
    ...(requireExpiry ? ['with an end (exp)'] : []),
  ];
  return `${said.join(', ')}.`;
}

/** How the signature is made and sent. */
export function signatureText(hmac: Of<'hmac'>): string {
  const { algorithm, encoding, signed, headers, isSecretBase64 } = signingOf(hmac, '');
  const secret = isSecretBase64 ? 'the secret (the bytes whose base64 stands behind whsec_)' : 'the secret';
  const names = [
    ...(headers.some(([, value]) => value.includes('{timestamp}'))
      ? [`{timestamp} is the time of the call in seconds since 1970, at most ${hmac.toleranceSeconds} s old.`]
      : []),
    ...(headers.some(([, value]) => value.includes('{id}')) ? ['{id} names the call.'] : []),
  ];
  return [
    `HMAC-${algorithm.toUpperCase()} by ${secret} over ${signed}, in ${encoding}, sent as`,
    `${headers.map(([name, value]) => `${name}: ${value}`).join(', ')}.`,
    '{body} is the bytes of the body as sent.',
    ...names,
  ].join(' ');
}
