import { problem } from '#shared/problem.ts';
import { ok, refuse } from '#shared/result.ts';
import { headerOf, type IncomingCall } from '../incoming-call.ts';
import type { Decision, MakeVerifier } from './verifier.ts';

/**
 * An open webhook. Any web page could call it through the browser of somebody on this machine, so requests
 * that a browser marks as another site's are refused; and until it is exposed, so are other machines.
 */
export const noneVerifier: MakeVerifier<'none'> = ({ exposed }) => ({
  challenges: () => [],
  verify: (call) => verify(call, exposed),
});

function verify(call: IncomingCall, exposed: boolean): Decision {
  if (!exposed && !isLoopback(call.remoteAddress)) {
    return refuse(
      problem('not_exposed', {
        reason: `The trigger has no authentication and is not exposed; ${call.remoteAddress} called.`,
      }),
    );
  }
  if (isCrossSite(call)) {
    return refuse(
      problem('browser_blocked', {
        reason: `A web page of ${headerOf(call, 'origin') ?? 'another site'} called.`,
      }),
    );
  }
  return ok({ keyId: null, keyLabel: null, credentials: [] });
}

export const isLoopback = (address: string): boolean =>
  address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');

function isCrossSite(call: IncomingCall): boolean {
  const site = headerOf(call, 'sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = headerOf(call, 'origin');
  if (origin === undefined) return false;
  const host = headerOf(call, 'host') ?? '';
  return origin !== `http://${host}` && origin !== `https://${host}`;
}
