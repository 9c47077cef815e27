// What Node's parser lets through and a trusted endpoint must not: heads that two readers could take in two
// ways, hosts that are not ours, paths that are no paths. Pure, and run for every request.
import { isIPv4, isIPv6 } from 'node:net';
import { type Problem, problem } from '#shared/problem.ts';
import type { Target } from './target.ts';

export interface RequestHead {
  readonly target: Target;
  readonly httpVersion: string;
  readonly rawHeaders: readonly string[];
  /** The host that the caller named in its TLS handshake. */
  readonly serverName: string | null;
}

const maxHeaders = 100;
const maxTargetLength = 8192;
const maxParameters = 1000;

/** The first rule that the head breaks; `allowedHosts` (lower case, no port) null stands for any. */
export function guardHead(head: RequestHead, allowedHosts: ReadonlySet<string> | null): Problem | null {
  const { target, httpVersion, rawHeaders } = head;
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return problem('version_unknown');
  if (rawHeaders.length > maxHeaders * 2) return problem('headers_too_large');
  if (target.raw.length > maxTargetLength) return problem('address_too_long');
  return guardHeaders(head, allowedHosts) ?? guardPath(target) ?? guardQuery(target.rawQuery);
}

// Every name here has its own length, so that one look at the length passes over most headers.
const singles = [
  'host',
  'expect',
  'x-api-key',
  'webhook-id',
  'content-type',
  'authorization',
  'content-length',
  'idempotency-key',
  'transfer-encoding',
];
const singleOfLength: readonly (string | undefined)[] = Array.from({ length: 32 }, (_, length) =>
  singles.find((name) => name.length === length),
);

function singleOf(name: string): string | null {
  const single = singleOfLength[name.length];
  return single !== undefined && (name === single || name.toLowerCase() === single) ? single : null;
}

/** What decides on a request must stand in its head (RFC 9110, 6.5.1). */
export function guardTrailers(rawTrailers: readonly string[]): Problem | null {
  for (let at = 0; at < rawTrailers.length; at += 2) {
    const single = singleOf(rawTrailers[at]!);
    if (single !== null)
      return problem('malformed_request', { detail: `The header ${single} stands in a trailer` });
  }
  return null;
}

function guardHeaders(head: RequestHead, allowedHosts: ReadonlySet<string> | null): Problem | null {
  const { target, httpVersion, rawHeaders, serverName } = head;
  let seen = 0;
  let host = '';
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    if (name.length === 7 && name.toLowerCase() === 'upgrade') {
      if (offeredProtocol.test(rawHeaders[at + 1]!)) return problem('upgrade_refused');
      continue;
    }
    const single = singleOf(name);
    if (single === null) continue;
    const bit = 1 << name.length;
    if ((seen & bit) !== 0)
      return problem('header_repeated', { detail: `The header ${single} stands twice` });
    seen |= bit;
    if (single === 'host') host = rawHeaders[at + 1]!;
    else if (single === 'transfer-encoding') {
      const bad = guardTransferCoding(rawHeaders[at + 1]!, httpVersion);
      if (bad !== null) return bad;
    } else if (
      single === 'expect' &&
      httpVersion === '1.1' &&
      rawHeaders[at + 1]!.toLowerCase() !== '100-continue'
    ) {
      return problem('expectation_unknown');
    }
  }
  // HTTP/1.0 has no need of a Host; what it then means is some unknown one (in 1.1 the parser asks for it).
  return (
    guardHost(host, allowedHosts, serverName) ??
    (target.authority === null ? null : guardHost(target.authority, allowedHosts, serverName))
  );
}

// An offer of h2c, which Java's own client makes with each request, is passed over.
const offeredProtocol = /\bwebsocket\b/i;

function guardTransferCoding(value: string, httpVersion: string): Problem | null {
  if (httpVersion === '1.0')
    return problem('malformed_request', { detail: 'HTTP/1.0 has no transfer-encoding' });
  if (value.toLowerCase() === 'chunked') return null;
  // Where chunked is not the last coding, nobody can say where the body ends (RFC 9112, 6.3).
  return problem(/,\s*chunked$/i.test(value) ? 'transfer_coding_unknown' : 'malformed_request');
}

const authority = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;

/** Whether a host and port (RFC 9110, 4.2) is one of ours; `allowed` null stands for any. */
export function guardHost(
  host: string,
  allowed: ReadonlySet<string> | null,
  serverName: string | null,
): Problem | null {
  if (host === '') return allowed === null ? null : problem('host_unknown');
  if (!authority.test(host)) return problem('host_malformed');
  if (host.charCodeAt(0) === bracket) {
    if (!isIPv6(host.slice(1, host.indexOf(']')))) return problem('host_malformed');
    return serverName === null ? null : otherHost(serverName, host);
  }
  const colon = host.indexOf(':');
  const name = (colon === -1 ? host : host.slice(0, colon)).toLowerCase();
  // A caller that was shown the certificate of one host asks for another one (RFC 9110, 7.4).
  if (serverName !== null && serverName !== name) return otherHost(serverName, name);
  return allowed === null || name === 'localhost' || isIPv4(name) || isAllowed(name, allowed)
    ? null
    : problem('host_unknown');
}

const otherHost = (serverName: string, host: string): Problem =>
  problem('host_unknown', { reason: `The TLS handshake named ${serverName}, the request ${host}.` });

/** By itself, or as one of all the names beneath another: `*.example.com`. */
const isAllowed = (name: string, allowed: ReadonlySet<string>): boolean =>
  allowed.has(name) || allowed.has(`*${name.slice(name.indexOf('.'))}`);

const bracket = 0x5b;

const plainPath = /^\/[A-Za-z0-9._~/-]*$/;
// Raw: controls, space, backslash, fragment, anything beyond ASCII. Encoded: controls and backslash.
const forbidden = /[^\x21-\x7e]|[\\#]|%(?:[01][0-9a-f]|7f|5c)/i;
// An encoded slash within the name; before it, the address is only an unknown one.
const slashInName = /^\/[^/]*\/.*%2f/i;

function guardPath({ raw, path }: Target): Problem | null {
  if (plainPath.test(path)) return raw.includes('#') ? problem('malformed_path') : null;
  if (path === '*') return null;
  if (path.charCodeAt(0) !== 0x2f || raw.includes('#') || forbidden.test(path) || slashInName.test(path)) {
    return problem('malformed_path');
  }
  try {
    decodeURIComponent(path);
    return null;
  } catch {
    return problem('malformed_path', { reason: 'The path has an invalid percent-encoding' });
  }
}

function guardQuery(rawQuery: string): Problem | null {
  if (rawQuery.length < maxParameters) return null;
  let count = 1;
  for (let at = rawQuery.indexOf('&'); at !== -1; at = rawQuery.indexOf('&', at + 1)) count += 1;
  return count > maxParameters ? problem('too_many_parameters') : null;
}
