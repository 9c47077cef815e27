// Web pages of other origins that may call a trigger from a browser and read its answers: the CORS protocol of the
// Fetch standard. Nothing here lets anybody in; a browser only asks it what a page may do.
import { headerOf, type Answer, type IncomingCall } from './incoming-call.ts';

/** The pages that a trigger names. */
export interface Origins {
  has(origin: string | undefined): boolean;
  /** Any page, which only a trigger without keys may say. */
  readonly any: boolean;
}

/** `*`, and origins such as `https://app.example.com`; null for none. */
export function createOrigins(named: readonly string[]): Origins | null {
  if (named.length === 0) return null;
  const any = named.includes('*');
  // As a browser writes them: a port that is the usual one does not stand there.
  const origins = new Set(named.filter((origin) => origin !== '*').map((origin) => new URL(origin).origin));
  return { any, has: (origin) => origin !== undefined && (any || origins.has(origin)) };
}

/** Headers of answers that a page would not get to see otherwise. */
const exposed = 'x-call-id, location, retry-after, idempotency-replayed, www-authenticate';

/** Lets the page that called read the answer, where the trigger names it. */
export function letPageRead(
  call: Pick<IncomingCall, 'rawHeaders'>,
  origins: Origins,
  answer: Answer,
): Answer {
  const origin = headerOf(call, 'origin');
  if (!origins.has(origin)) return answer;
  const allowed = allowing(origin!, origins);
  return { ...answer, headers: [...answer.headers, ...allowed, ['access-control-expose-headers', exposed]] };
}

/** OPTIONS: which methods there are, and to a browser's preflight what the page may send. */
export function optionsAnswer(
  call: IncomingCall,
  methods: readonly string[],
  origins: Origins | null,
): Answer {
  const allow = methods.join(', ');
  const headers: [string, string][] = [['allow', allow]];
  const origin = headerOf(call, 'origin');
  if (origins?.has(origin) === true) {
    headers.push(...allowing(origin!, origins));
    if (headerOf(call, 'access-control-request-method') !== undefined) {
      headers.push(['access-control-allow-methods', allow], ['access-control-max-age', '600']);
      const asked = headerOf(call, 'access-control-request-headers') ?? '';
      if (headerNames.test(asked)) headers.push(['access-control-allow-headers', asked]);
    }
  }
  return { status: 204, headers, body: null, callId: call.id };
}

const headerNames = /^[\w!#$%&'*+.^`|~-]+(?:[ \t]*,[ \t]*[\w!#$%&'*+.^`|~-]+)*$/;

/** Without `access-control-allow-credentials`: a page shows a key of its own, and no cookie or login of the browser. */
const allowing = (origin: string, { any }: Origins): [string, string][] =>
  any
    ? [['access-control-allow-origin', '*']]
    : [
        ['access-control-allow-origin', origin],
        ['vary', 'origin'],
      ];
