// Integrations may call each other. Each request of a workflow says how long the chain of calls is that led to
// it, so that a loop ends and a call that would wait for itself is seen. A caller from outside can send these
// headers too, to its own harm only.

export const depthHeader = 'hookline-depth';
export const callsHeader = 'hookline-calls';

/** A call that this many others led to is the last one. */
export const maxDepth = 10;

export interface CallChain {
  /** How many calls led to this one. */
  readonly depth: number;
  /** Their ids, the oldest first; the last `maxDepth` of them. */
  readonly calls: readonly string[];
}

/** What the headers of a call say, undefined where they are not there. */
export function readChain(depth: string | undefined, calls: string | undefined): CallChain {
  return {
    depth: depth !== undefined && /^\d{1,9}$/.test(depth) ? Number(depth) : 0,
    calls:
      calls === undefined
        ? []
        : calls
            .split(',', 1_000)
            .map((id) => id.trim())
            .slice(-maxDepth),
  };
}

/** The headers of a request that the call itself sends. */
export const chainHeaders = ({ depth, calls }: CallChain, callId: string): Record<string, string> => ({
  [depthHeader]: String(depth + 1),
  [callsHeader]: [...calls, callId].slice(-maxDepth).join(', '),
});
