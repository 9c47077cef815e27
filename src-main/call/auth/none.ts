import { problem } from '#shared/problem.ts';
import { ok, refuse } from '#shared/result.ts';
import { createOrigins, type Origins } from '../cross-origin.ts';
import { headerOf, type IncomingCall } from '../incoming-call.ts';
import type { Decision, MakeVerifier } from './verifier.ts';

/**
 * An open webhook. Any web page could call it through the browser of somebody on this machine, so requests
 * that a browser marks as another site's are refused, but for the pages that the trigger names; and until it is
 * exposed, so are other machines.
 */
export const noneVerifier: MakeVerifier<'none'> = ({ exposed }, { origins }) => {
  const pages = createOrigins(origins);
  return { challenges: () => [], verify: (call) => verify(call, exposed, pages) };
};

function verify(call: IncomingCall, exposed: boolean, pages: Origins | null): Decision {
  if (!exposed && !isOfThisMachine(call)) {
    return refuse(
      problem('not_exposed', {
        reason: `The trigger has no authentication and is not exposed; ${nameOf(call)} called.`,
      }),
    );
  }
  if (isCrossSite(call) && pages?.has(headerOf(call, 'origin')) !== true) {
    return refuse(
      problem('browser_blocked', {
        reason: `A web page of ${headerOf(call, 'origin') ?? 'another site'} called.`,
      }),
    );
  }
  return ok({ keyId: null, consumer: null, keyLabel: null, credentials: [] });
}

export const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');

/** A proxy on this machine calls for others, whoever they say they are. */
const isOfThisMachine = (call: IncomingCall): boolean => isLoopback(call.peerAddress) && !isForwarded(call);

const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

const isForwarded = (call: IncomingCall): boolean =>
  proxyHeaders.some((name) => headerOf(call, name) !== undefined);

const nameOf = (call: IncomingCall): string =>
  isLoopback(call.remoteAddress) && isForwarded(call) ? 'somebody beyond a proxy' : call.remoteAddress;

function isCrossSite(call: IncomingCall): boolean {
  const site = headerOf(call, 'sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = headerOf(call, 'origin');
  if (origin === undefined) return false;
  return origin !== `http://${call.host}` && origin !== `https://${call.host}`;
}
