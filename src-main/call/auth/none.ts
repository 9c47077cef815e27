import { type Problem, problem } from '#shared/problem.ts';
import { ok, refuse } from '#shared/result.ts';
import { createOrigins, type Origins } from '../cross-origin.ts';
import { foreignPageOf, unnamedPage } from '../foreign-page.ts';
import { headerOf, type IncomingCall } from '../incoming-call.ts';
import type { Decision, MakeVerifier } from './verifier.ts';

/**
 * An open webhook. Any web page could call it through the browser of somebody who can reach it, so requests of pages
 * of other sites are refused, but for those that the trigger names; and until it is exposed, so are other machines.
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
  const page = foreignPageOf(call);
  if (page !== null && pages?.has(page) !== true) return refuse(blocked(page));
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

function blocked(page: string): Problem {
  if (page !== unnamedPage) return problem('browser_blocked', { reason: `A web page of ${page} called.` });
  const detail = 'A browser called for a page that it does not name. Call over HTTPS, or with a program.';
  return problem('browser_blocked', { detail });
}
