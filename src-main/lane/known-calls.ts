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
  readonly known: Map<number, LiveCall>;
  readonly knownInAll: KnownTally;
}

export function remember({ known, knownInAll }: Kept, call: LiveCall): void {
  if (call.settle === null && knownInAll.calls >= maxKnown) return;
  if (!known.has(call.sequence)) knownInAll.calls++;
  known.set(call.sequence, call);
}

export function forget({ known, knownInAll }: Kept, sequence: number): void {
  if (known.delete(sequence)) knownInAll.calls--;
}
