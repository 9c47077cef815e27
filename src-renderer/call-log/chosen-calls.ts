import { useState } from 'react';
import type { CallRows } from './merge-calls.ts';

/** The calls that something is to be done with, by id; they stay chosen while the list moves. */
export interface ChosenCalls {
  readonly ids: ReadonlySet<string>;
  toggle(id: string): void;
  /** All rows from one to another, ends included. */
  choose(rows: CallRows, from: number, to: number): void;
  clear(): void;
}

export function useChosenCalls(): ChosenCalls {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  return {
    ids,
    toggle: (id) =>
      setIds((known) => {
        const next = new Set(known);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    choose: (rows, from, to) => {
      const [first, last] = from < to ? [from, to] : [to, from];
      const added = rows.slice(Math.max(0, first), last + 1).map(({ id }) => id);
      setIds((known) => new Set([...known, ...added]));
    },
    clear: () => setIds(new Set()),
  };
}
