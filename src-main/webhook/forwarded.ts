// What reverse proxies say of a request before it came to them: `Forwarded` (RFC 7239), and the older headers whose
// names begin with X-Forwarded. Anybody can send these headers, so they are read from trusted proxies only.
import { isIP, isIPv4 } from 'node:net';
import type { IpList } from '#main/ip-list.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';

export interface Forwarded {
  /** Of the caller; a word such as `unknown` where the proxy tells none. */
  readonly address: string;
  /** The host that the caller asked for, as in `Host`; null where the proxies do not tell. */
  readonly host: string | null;
  /** Whether the caller came over TLS; null where the proxies do not tell. */
  readonly isSecure: boolean | null;
}

/** A request on its way, as the proxy that received it saw it. */
interface Hop {
  readonly address: string;
  readonly host: string | null;
  readonly scheme: string | null;
}

/**
 * The caller is the nearest one that is no trusted proxy: what stands left of it is only its own word. Null where the
 * peer is none. Problems: `malformed_request`, where both kinds of header stand there and name two callers: a proxy
 * writes one of them, and the other is the caller's invention.
 */
export function readForwarded(
  peer: string,
  rawHeaders: readonly string[],
  proxies: IpList,
): Result<Forwarded | null> {
  if (!proxies.has(peer)) return ok(null);
  const hops = parseForwarded(valueOf(rawHeaders, 'forwarded'));
  if (hops === null)
    return refuse(problem('malformed_request', { detail: 'The header forwarded is malformed' }));
  const standard = findCaller(peer, hops, proxies);
  const older = olderWord(peer, rawHeaders, proxies);
  if (standard === null || older === null) return ok(toForwarded(peer, standard ?? older));
  if (standard.address !== older.address) {
    return refuse(
      problem('malformed_request', {
        detail: 'Two headers name different callers',
        reason: `The proxy ${peer} sent forwarded for ${standard.address} and x-forwarded-for ${older.address}.`,
      }),
    );
  }
  // A proxy that writes one kind hands on what the caller wrote in the other: only what both say is the proxy's word.
  const both = (one: string | null, other: string | null) =>
    one?.toLowerCase() === other?.toLowerCase() ? one : null;
  const host = both(standard.host, older.host);
  const scheme = both(standard.scheme, older.scheme);
  return ok(toForwarded(peer, { address: older.address, host, scheme }));
}

function toForwarded(peer: string, said: Hop | null): Forwarded {
  const { address, host, scheme } = said ?? { address: peer, host: null, scheme: null };
  return { address, host, isSecure: scheme === null ? null : scheme.toLowerCase() === 'https' };
}

/** Of the headers whose names begin with X-Forwarded; also where they tell no address. */
function olderWord(peer: string, rawHeaders: readonly string[], proxies: IpList): Hop | null {
  const caller = findCaller(peer, olderHops(rawHeaders), proxies);
  const host = caller?.host ?? listOf(rawHeaders, 'x-forwarded-host')[0] ?? null;
  const scheme = caller?.scheme ?? listOf(rawHeaders, 'x-forwarded-proto').at(-1) ?? null;
  if (caller === null && host === null && scheme === null) return null;
  return { address: caller?.address ?? peer, host, scheme };
}

/** Null where nobody said anything. */
function findCaller(peer: string, hops: readonly Hop[], proxies: IpList): Hop | null {
  let caller: Hop | null = null;
  for (const hop of hops.toReversed()) {
    if (!proxies.has(caller?.address ?? peer)) break;
    caller = hop;
  }
  return caller;
}

/** All values of a header as one; empty where it is absent. */
function valueOf(rawHeaders: readonly string[], name: string): string {
  let value = '';
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const key = rawHeaders[at]!;
    if (key.length !== name.length || key.toLowerCase() !== name) continue;
    value = value === '' ? rawHeaders[at + 1]! : `${value},${rawHeaders[at + 1]!}`;
  }
  return value;
}

const listOf = (rawHeaders: readonly string[], name: string): string[] =>
  valueOf(rawHeaders, name)
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/**
 * Proxies add to the right. Where each has added to all three lists, they fit together; otherwise the host is the one
 * that was asked for first, and the scheme what the nearest proxy saw itself, which no caller can have written.
 */
function olderHops(rawHeaders: readonly string[]): Hop[] {
  const addresses = listOf(rawHeaders, 'x-forwarded-for');
  const hosts = listOf(rawHeaders, 'x-forwarded-host');
  const schemes = listOf(rawHeaders, 'x-forwarded-proto');
  return addresses.map((node, at) => ({
    address: addressIn(node),
    host: (hosts.length === addresses.length ? hosts[at] : hosts[0]) ?? null,
    scheme: (schemes.length === addresses.length ? schemes[at] : schemes.at(-1)) ?? null,
  }));
}

// A token, or a text in quotes; then the end of the pair, or of the hop.
const pair = /[ \t]*([\w!#$%&'*+.^`|~-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s",;]+))[ \t]*(;|,|$)/y;

/** Null where it cannot be read (RFC 7239, 4). */
function parseForwarded(text: string): Hop[] | null {
  const hops: Hop[] = [];
  let fields = new Map<string, string>();
  for (let at = 0; at < text.length;) {
    pair.lastIndex = at;
    const found = pair.exec(text);
    if (found === null) return null;
    const [whole, name, quoted, token, end] = found;
    fields.set(name!.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? token!);
    at += whole.length;
    if (end === ';' && at < text.length) continue;
    hops.push({
      address: addressIn(fields.get('for') ?? 'unknown'),
      host: fields.get('host') ?? null,
      scheme: fields.get('proto') ?? null,
    });
    fields = new Map();
  }
  return hops;
}

const maxWordLength = 64;

/** Without brackets and port; a word that is no address stays what it is (RFC 7239, 6). */
function addressIn(node: string): string {
  const bare = /^\[([^\]]*)\](?::\w+)?$/.exec(node)?.[1] ?? /^([\d.]+):\w+$/.exec(node)?.[1] ?? node;
  return isIP(bare) === 0 ? node.slice(0, maxWordLength) : plainAddress(bare);
}

const mapped = '::ffff:';

/** An IPv4 address that is written within IPv6, as itself. */
export function plainAddress(address: string): string {
  if (!address.startsWith(mapped)) return address;
  const inner = address.slice(mapped.length);
  return isIPv4(inner) ? inner : address;
}
