import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Agent, type Dispatcher, request } from 'undici';
import type { Destinations } from '#main/ports/run.ts';
import type { ConnectionOf } from '#shared/model/connection.ts';
import type { HttpAuthentication } from '#shared/model/http-authentication.ts';
import type { HttpTls } from '#shared/model/http-tls.ts';
import { whyForbidden } from '../destinations.ts';
import { connectMs } from './connect-ms.ts';

/** Asks for the base address. Any answer shows that it is there; 401 and 403 that it does not let us in. */
export async function testHttp(
  { baseUrl, authentication, tls }: ConnectionOf<'http'>,
  destinations: Destinations,
): Promise<string> {
  const headers = await headersOf(authentication, destinations);
  const { statusCode, body } = await ask(baseUrl, { headers, tls, destinations });
  await body.dump();
  if (statusCode === 401 || statusCode === 403) {
    throw new Error(`${baseUrl} answered ${statusCode}: it does not accept the authentication.`);
  }
  return `${baseUrl} answered ${statusCode}.`;
}

async function headersOf(
  authentication: HttpAuthentication,
  destinations: Destinations,
): Promise<Record<string, string>> {
  switch (authentication.kind) {
    case 'none':
      return {};
    case 'basic':
      return { authorization: basic(authentication.user, authentication.password) };
    case 'bearer':
      return { authorization: `Bearer ${authentication.token ?? ''}` };
    case 'apiKey':
      return { [authentication.header]: authentication.key ?? '' };
    case 'oauth2ClientCredentials': {
      const { tokenUrl, clientId, clientSecret, scope } = authentication;
      const { statusCode, body } = await ask(tokenUrl, {
        method: 'POST',
        headers: {
          authorization: basic(encodeURIComponent(clientId), encodeURIComponent(clientSecret ?? '')),
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          ...(scope === undefined ? {} : { scope }),
        }).toString(),
        destinations,
      });
      const answer: unknown = await body.json().catch(() => null);
      const token =
        typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'access_token') : undefined;
      if (typeof token === 'string') return { authorization: `Bearer ${token}` };
      throw new Error(`${tokenUrl} answered ${statusCode} and gave no token.`);
    }
  }
}

const basic = (user: string, password = ''): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

interface Asking {
  readonly method?: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly tls?: HttpTls;
  readonly destinations: Destinations;
}

async function ask(url: string, asking: Asking): Promise<Dispatcher.ResponseData> {
  const { method = 'GET', headers, body = null, tls, destinations } = asking;
  const { hostname, port, protocol } = new URL(url);
  const address = await allowedAddress(
    hostname.replace(/^\[(.*)\]$/, '$1'),
    Number(port) || (protocol === 'https:' ? 443 : 80),
    destinations,
  );
  const { ca, certificate, privateKey, passphrase, insecure = false } = tls ?? {};
  const dispatcher = new Agent({
    connect: {
      timeout: connectMs,
      rejectUnauthorized: !insecure,
      ...(ca === undefined ? {} : { ca }),
      ...(certificate === undefined ? {} : { cert: certificate }),
      ...(privateKey === undefined ? {} : { key: privateKey }),
      ...(passphrase === undefined ? {} : { passphrase }),
      // What was judged is what is connected to.
      lookup: (_name, { all }, done) =>
        all === true ? done(null, [address]) : done(null, address.address, address.family),
    },
  });
  return request(url, { dispatcher, method, headers: { 'user-agent': 'Hookline', ...headers }, body });
}

async function allowedAddress(host: string, port: number, destinations: Destinations) {
  const family = isIP(host);
  const found = family === 0 ? await lookup(host, { all: true }) : [{ address: host, family }];
  const why = found.map(({ address }) => whyForbidden(address, port, destinations));
  const allowed = found.find((_, at) => why[at] === null);
  if (allowed === undefined) throw new Error(`${host}: ${why.join('; ')}`);
  return allowed;
}
