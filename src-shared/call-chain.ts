// Integrations may call each other. Each request of a workflow says how long the chain of calls is that led to
// it, so that a loop ends and a call that would wait for itself is seen. A caller from outside can send these
// headers too, to its own harm only; that a notification led to a call is believed of the installation's own notifications alone.

export const depthHeader = 'hookline-depth';
export const callsHeader = 'hookline-calls';
/** The mark of the notification at the beginning of the chain. */
export const notificationHeader = 'hookline-notification';

/** A call that this many others led to is the last one. */
export const maxDepth = 10;

export interface CallChain {
  /** How many calls led to this one. */
  readonly depth: number;
  /** Their ids, the oldest first; the last `maxDepth` of them. */
  readonly calls: readonly string[];
  /** The mark of the notification that led to it, as it says. */
  readonly notification: string | null;
}

/** What the headers of a call say; `header` gives one by its lower-case name, undefined where it is not there. */
export function readChain(header: (name: string) => string | undefined): CallChain {
  const [depth, calls] = [header(depthHeader), header(callsHeader)];
  return {
    depth: depth !== undefined && /^\d{1,9}$/.test(depth) ? Number(depth) : 0,
    calls:
      calls === undefined
        ? []
        : calls
            .split(',', 1_000)
            .map((id) => id.trim())
            .slice(-maxDepth),
    notification: header(notificationHeader) ?? null,
  };
}

/** The headers of a request that the call itself sends. */
export const chainHeaders = (
  { depth, calls, notification }: CallChain,
  callId: string,
): Record<string, string> => ({
  [depthHeader]: String(depth + 1),
  [callsHeader]: [...calls, callId].slice(-maxDepth).join(', '),
  ...(notification === null ? {} : { [notificationHeader]: notification }),
});
