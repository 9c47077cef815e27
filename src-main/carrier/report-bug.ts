import { ORPCError } from '@orpc/server';
import type { Log } from '#main/host.ts';

/** Logs what failed inside; a request that was wrong, or was given up by its sender, is no error of ours. */
export const reportBug =
  (log: Pick<Log, 'error'> | undefined) =>
  async <T>({ next }: { next(): Promise<T> }): Promise<T> => {
    try {
      return await next();
    } catch (error) {
      if (!isExpected(error)) log?.error('a request failed', { error: textOf(error) });
      throw error;
    }
  };

const isExpected = (error: unknown): boolean =>
  error instanceof ORPCError ? error.status < 500 || error.code !== 'INTERNAL_SERVER_ERROR' : isAbort(error);

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

export const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
