import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { folderOwner } from '#main/capability/local-client.ts';
import type { AccessTokens } from '#main/ports/access.ts';
import type { SignedIn } from '#shared/model/access.ts';
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

/**
 * Whom a token names; null where nobody. Compares digests, so that time tells neither the length nor the place of
 * the first difference. `token`: that of the data folder.
 */
export function createSignIn(
  token: string,
  access: Pick<AccessTokens, 'find'>,
): (given: string | undefined) => SignedIn | null {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const expected = digest(token);
  return (given) => {
    if (given === undefined) return null;
    return timingSafeEqual(digest(given), expected) ? folderOwner : access.find(given);
  };
}
