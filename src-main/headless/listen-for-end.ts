export interface EndListener {
  /** Resolves at the first SIGTERM or SIGINT. */
  readonly asked: Promise<undefined>;
  wasAsked(): boolean;
}

/** A terminal's Ctrl-C reaches a process twice where its parent passes it on too. */
const sameKeystrokeMs = 500;

/**
 * The first signal asks for an end in order; the second one ends the process at once. Listens for as long as the
 * process lives: one that comes while it goes must not decide how it ended.
 */
export function listenForEnd(): EndListener {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let askedAt: number | null = null;
  const onSignal = (): void => {
    const now = performance.now();
    if (askedAt === null) {
      askedAt = now;
      resolve(undefined);
    } else if (now - askedAt > sameKeystrokeMs) process.exit(1);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return {
    asked: promise,
    wasAsked: () => askedAt !== null,
  };
}
