import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { problem, type Problem } from '#shared/problem.ts';

/** Why a request may not even be looked at; null where it may. `port` is the listener's. */
export function checkOrigin(headers: IncomingHttpHeaders, port: number): Problem | null {
  const { host, origin } = headers;
  // A page of another name that resolves to this machine is stopped here (DNS rebinding).
  if (host === undefined || !hostsOf(port).has(host.toLowerCase())) {
    return problem('host_unknown', { detail: 'The admin server answers to its own address only.' });
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return problem('browser_blocked', { detail: 'Requests from other web pages are not allowed.' });
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return problem('browser_blocked', { detail: 'Requests from other web pages are not allowed.' });
  }
  return null;
}

function hostsOf(port: number): ReadonlySet<string> {
  const names = ['127.0.0.1', 'localhost', '[::1]'];
  return new Set(names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])));
}

/** The token of `Authorization: Bearer …`; the scheme in any case. */
export const bearerOf = (authorization: string | undefined): string | undefined =>
  /^bearer +([A-Za-z0-9_-]+)$/i.exec(authorization ?? '')?.[1];

/** Compares digests, so that time tells neither the length nor the place of the first difference. */
export function createTokenCheck(token: string): (given: string | undefined) => boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const expected = digest(token);
  return (given) => given !== undefined && timingSafeEqual(digest(given), expected);
}
