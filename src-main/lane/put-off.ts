// Calls of one lane that wait for another attempt. Where what they need is down for an hour they are as many as may
// wait, so that each step costs no more than the logarithm of their number.
import TinyQueue from 'tinyqueue';

export interface PutOffCall {
  readonly sequence: number;
  readonly dueMs: number;
}

export interface PutOff {
  add(call: PutOffCall): void;
  /** False where it is not there. */
  remove(sequence: number): boolean;
  /** By the order that was asked for. */
  first(): PutOffCall | null;
  order(by: PutOffOrder): void;
  clear(): void;
}

/** `sequence`: who came first; `dueMs`: who is due first. */
export type PutOffOrder = keyof PutOffCall;

export function createPutOff(by: PutOffOrder): PutOff {
  const known = new Map<number, PutOffCall>();
  let heap = heapOf([], by);

  /** Whoever was removed stays in the heap until it comes to its top, or most of the heap is like that. */
  const isThere = (call: PutOffCall): boolean => known.get(call.sequence) === call;

  return {
    add(call) {
      known.set(call.sequence, call);
      heap.push(call);
    },
    remove(sequence) {
      if (!known.delete(sequence)) return false;
      if (heap.length > 2 * known.size + 64) heap = heapOf([...known.values()], by);
      return true;
    },
    first() {
      for (let top = heap.peek(); top !== undefined; top = heap.peek()) {
        if (isThere(top)) return top;
        heap.pop();
      }
      return null;
    },
    order(next) {
      if (next === by) return;
      by = next;
      heap = heapOf([...known.values()], by);
    },
    clear() {
      known.clear();
      heap = heapOf([], by);
    },
  };
}

const heapOf = (calls: PutOffCall[], by: PutOffOrder): TinyQueue<PutOffCall> =>
  new TinyQueue(calls, (one, other) => one[by] - other[by] || one.sequence - other.sequence);
