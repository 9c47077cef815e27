import { ORPCError, onError } from '@orpc/server';
import type { Log } from '#main/host.ts';

/** Logs what failed inside; a request that was wrong, or was given up by its sender, is no error of ours. */
export const reportBug = (log: Pick<Log, 'error'> | undefined) =>
  onError((error: unknown) => {
    if (error instanceof ORPCError && error.status < 500) return;
    if (error instanceof Error && error.name === 'AbortError') return;
    log?.error('a request failed', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  });
