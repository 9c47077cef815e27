import { setTimeout as sleep } from 'node:timers/promises';

/** Those who waited for the start come first. */
const afterMs = 1_000;

/**
 * A start reads far more than a service needs from then on, and V8 makes room for that which it never gives back by
 * itself. A collection that does costs the main thread 30 ms, once.
 */
export async function giveMemoryBack(): Promise<void> {
  // Some builds of Node.js go without.
  if (!process.features.inspector) return;
  await sleep(afterMs, undefined, { ref: false });
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.collectGarbage');
  session.disconnect();
}
