import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { folderOwner } from '#main/capability/local-client.ts';
import type { AccessTokens } from '#main/ports/access.ts';
import type { SignedIn } from '#shared/model/access.ts';
import { problem, type Problem } from '#shared/problem.ts';

/** How the listener is called. */
export interface CalledBy {
  readonly scheme: 'http' | 'https';
  readonly port: number;
  /** Other machines may: by any of its addresses, or by one of these names. Null where it is this machine alone. */
  readonly names: (() => readonly string[]) | null;
}

/** Why a request may not even be looked at; null where it may. */
export function checkOrigin(headers: IncomingHttpHeaders, by: CalledBy): Problem | null {
  const { host, origin } = headers;
  // A page of another name that resolves to this machine is stopped here (DNS rebinding).
  if (host === undefined || !isOurs(host.toLowerCase(), by)) {
    return problem('host_unknown', { detail: 'The admin server answers to its own address only.' });
  }
  if (origin !== undefined && origin.toLowerCase() !== `${by.scheme}://${host.toLowerCase()}`) {
    return problem('browser_blocked', { detail: 'Requests from other web pages are not allowed.' });
  }
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return problem('browser_blocked', { detail: 'Requests from other web pages are not allowed.' });
  }
  return null;
}

const loopbackNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
const ownPorts = { http: 80, https: 443 } as const;

function isOurs(host: string, { scheme, port, names }: CalledBy): boolean {
  const [, name = '', given = String(ownPorts[scheme])] =
    /^(\[[0-9a-f:.]+\]|[^:]+)(?::(\d+))?$/.exec(host) ?? [];
  if (given !== String(port)) return false;
  if (loopbackNames.has(name)) return true;
  // An address cannot be made to resolve to another machine's; a name has to be one that a certificate is for.
  return names !== null && (isAddress(name) || names().includes(name));
}

function isAddress(name: string): boolean {
  const address = name.replace(/^\[(.*)\]$/, '$1');
  return isIP(address) !== 0 && address !== '0.0.0.0' && address !== '::';
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
