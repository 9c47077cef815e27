// Pages of other sites that call through the browser of somebody who can reach this machine. A browser says most of
// where a request comes from to HTTPS and to loopback (`Sec-Fetch-Site`); with POST it names the page's origin. To plain
// HTTP elsewhere a GET may say nothing of it, and then who asks is known by being a browser alone.
import { headerOf, type IncomingCall } from './incoming-call.ts';

type Said = Pick<IncomingCall, 'rawHeaders' | 'host'>;

/** What stands for a page that is not named, as in the Fetch standard. */
export const unnamedPage = 'null';

/** The origin of the page; null where a program calls, a person, or a page that came from the address itself. */
export function foreignPageOf(call: Said): string | null {
  const origin = headerOf(call, 'origin') ?? originOf(headerOf(call, 'referer'));
  const site = headerOf(call, 'sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? null : (origin ?? unnamedPage);
  if (origin !== undefined) return isOwn(origin, call) ? null : origin;
  return isBrowser(call) ? unnamedPage : null;
}

/** No page can forge it, and only its own site can leave it out. */
const originOf = (referer: string | undefined): string | undefined =>
  referer === undefined ? undefined : (URL.parse(referer)?.origin ?? unnamedPage);

const isOwn = (origin: string, { host }: Said): boolean =>
  origin === `http://${host}` || origin === `https://${host}`;

/** Browsers send both with whatever a page makes them ask, and let it change neither name; programs never send both. */
const isBrowser = (call: Said): boolean =>
  headerOf(call, 'user-agent')?.startsWith('Mozilla/5.0 ') === true &&
  headerOf(call, 'accept-language') !== undefined;
