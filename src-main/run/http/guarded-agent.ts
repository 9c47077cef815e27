import { lookup as lookUp, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import type { Destinations } from '#main/ports/run.ts';
import { whyForbidden } from '../destinations.ts';

/** What a connection fails with that would go where none may. */
export class ForbiddenDestination extends Error {
  override readonly name = 'ForbiddenDestination';
}

/** Finds all addresses of a name. */
type LookUp = (
  name: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface AgentOptions {
  readonly lookup?: LookUp;
  /** How long a connection may take to stand, TLS and all; 0 where nothing but the request bounds it. */
  readonly connectTimeoutMs?: number;
  /** What is trusted and shown over TLS, at these origins and no others: a redirect leads wherever a server likes. */
  readonly tls?: { readonly options: ConnectionOptions; readonly origins: readonly string[] } | null;
}

/**
 * Connects to allowed destinations only. A name is looked up once, and the connection goes to what was found and judged
 * then; each redirect is a connection like any other.
 */
export function createGuardedAgent(
  destinations: Destinations,
  { lookup = lookUp, connectTimeoutMs = 0, tls = null }: AgentOptions = {},
): Agent {
  const usual = { timeout: connectTimeoutMs, allowH2: false };
  const connectors = new Map<string, buildConnector.connector>();
  // Only for Hookline's own port and where TLS is special is it more than the address that counts.
  const connectorFor = (port: number, isSpecial: boolean): buildConnector.connector => {
    const key = `${destinations.adminPorts.includes(port)} ${isSpecial}`;
    const known = connectors.get(key);
    if (known !== undefined) return known;
    const options = isSpecial ? { ...usual, ...tls?.options } : usual;
    const made = buildConnector({ ...options, lookup: guarded(lookup, port, destinations) });
    connectors.set(key, made);
    return made;
  };
  const connect: buildConnector.connector = (to, callback) => {
    const port = Number(to.port) || (to.protocol === 'https:' ? 443 : 80);
    const literal = to.hostname.replace(/^\[(.*)\]$/, '$1');
    const why = isIP(literal) === 0 ? null : whyForbidden(literal, port, destinations);
    const isSpecial = tls?.origins.includes(originOf(to.protocol, to.hostname, to.port)) === true;
    if (why === null) connectorFor(port, isSpecial)(to, callback);
    else callback(new ForbiddenDestination(why), null);
  };
  // How long a step may wait is the step's to say, by its signal.
  return new Agent({ headersTimeout: 0, bodyTimeout: 0, connect, maxHeaderSize: 65_536 });
}

const originOf = (protocol: string, hostname: string, port: string): string =>
  new URL(`${protocol}//${hostname}${port === '' ? '' : `:${port}`}`).origin;

/** Gives the allowed ones of a name's addresses. */
function guarded(lookup: LookUp, port: number, destinations: Destinations): LookupFunction {
  return (name, { family, hints, all }, done) => {
    lookup(name, { family, hints, all: true }, (error, addresses) => {
      if (error !== null) return done(error, []);
      const reasons = addresses.map(({ address }) => whyForbidden(address, port, destinations));
      const allowed = addresses.filter((_, at) => reasons[at] === null);
      const [first] = allowed;
      if (first === undefined) done(new ForbiddenDestination(`${name}: ${reasons.join('; ')}`), []);
      else if (all === true) done(null, allowed);
      else done(null, first.address, first.family);
    });
  };
}
