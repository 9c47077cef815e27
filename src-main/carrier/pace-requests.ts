import { maxRequestBytes } from '#shared/contract/request-size.ts';
import { problem } from '#shared/problem.ts';
import { toFailure } from '#main/capability/failing.ts';

const tooMuch = (detail: string) => toFailure(problem('rate_limited', { detail }));

const maxAtOnce = 8;
const maxWaiting = 1_000;
const maxBacklogBytes = 1_048_576;
const lookAgainMs = 50;

interface Request<T> {
  readonly request: { readonly signal?: AbortSignal | undefined };
  next(): Promise<T>;
}

/**
 * What one connection may ask of the process at once: some requests are worked on, more wait their turn, and none is
 * begun while the other end has not taken what it was sent. Beyond that, and where those that are there are together
 * larger than a single one may be, they are refused with `rate_limited`.
 * `backlog`: bytes that the carrier has not sent yet. `held`: bytes of the requests that have no answer yet.
 */
export function paceRequests(
  backlog: () => number = () => 0,
  held: () => number = () => 0,
): <T>(request: Request<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let atOnce = 0;

  async function takeTurn(): Promise<void> {
    if (held() > maxRequestBytes) throw tooMuch('Too large requests at once over one connection.');
    if (atOnce < maxAtOnce) {
      atOnce++;
      return;
    }
    if (waiting.length >= maxWaiting) throw tooMuch('Too many requests at once over one connection.');
    // The turn is handed on as it is.
    await new Promise<void>((resolve) => void waiting.push(resolve));
  }

  function giveTurn(): void {
    const next = waiting.shift();
    if (next === undefined) atOnce--;
    else next();
  }

  return async ({ request: { signal }, next }) => {
    await takeTurn();
    try {
      while (backlog() > maxBacklogBytes && signal?.aborted !== true) {
        await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
      }
      // Nobody waits for it any more, or may not ask any more.
      signal?.throwIfAborted();
      return await next();
    } finally {
      giveTurn();
    }
  };
}
