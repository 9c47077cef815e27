// The waiting calls of this life that are kept in memory: those whose caller waits, and of the others as many as are
// worth it. The rest is known from disk alone; what is lost of them is only how long they took to be stored.
import type { LiveCall } from './live-call.ts';

/** In all lanes of all integrations together, so that a backlog of any size takes no more memory than this. */
export const maxKnown = 10_000;

/** How many there are, of all groups. */
export interface KnownTally {
  calls: number;
}

/** Of a group. */
interface Kept {
  readonly waiting: Map<number, LiveCall>;
  readonly known: KnownTally;
}

export function remember({ waiting, known }: Kept, call: LiveCall): void {
  if (call.settle === null && known.calls >= maxKnown) return;
  if (!waiting.has(call.sequence)) known.calls++;
  waiting.set(call.sequence, call);
}

export function forget({ waiting, known }: Kept, sequence: number): void {
  if (waiting.delete(sequence)) known.calls--;
}
