import { retryMs } from './deps.ts';

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Before a move that the store could not take is tried again; no process is kept alive for it. */
export const pauseToRetry = (): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, retryMs).unref());
