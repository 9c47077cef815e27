// How the tests of requests ask a peer that misbehaves.
import type { RunPort } from '#main/ports/run.ts';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type MisbehavingPeer, startMisbehavingPeer } from './misbehaving-peer.ts';
import { resultOf, run, startPool } from './run-workflow.ts';

type HttpRequest = Extract<Parameters<typeof run>[1][number], { kind: 'httpRequest' }>;
export type Answer = Parameters<typeof startMisbehavingPeer>[0];

/** A pool and, for each `ask`, a peer; all of them end with the test or the file. */
export function peerTests() {
  let pool: RunPort;
  let opened: MisbehavingPeer | null = null;
  const end = async (): Promise<void> => {
    await opened?.close();
    opened = null;
  };
  beforeAll(() => {
    pool = startPool({ size: 1 });
  });
  afterAll(() => pool.close());
  afterEach(end);

  /** What comes of a request to a peer that answers so; a text is all it says before it closes the connection. */
  async function ask(
    answer: Answer | string | Buffer,
    step: Partial<HttpRequest> = {},
    tls: Parameters<typeof startMisbehavingPeer>[1] = null,
  ) {
    await end();
    opened = await startMisbehavingPeer(
      typeof answer === 'function' ? answer : (_request, socket) => void socket.end(answer),
      tls,
    );
    return askAgain(step);
  }

  /** The one that was asked last. */
  function peer(): MisbehavingPeer {
    if (opened === null) throw new Error('No peer was asked yet.');
    return opened;
  }

  async function askAgain(step: Partial<HttpRequest> = {}) {
    const steps = [{ name: 'send', kind: 'httpRequest', url: peer().url, ...step }] as const;
    // The first one waits for the client to be read from disk.
    const outcome = await run(pool, [...steps], { timeoutMs: 60_000 });
    return { outcome, reason: outcome.problem?.reason, result: outcome.problem ?? resultOf(outcome) };
  }

  return { ask, askAgain, peer };
}
