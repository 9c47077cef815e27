// What happened in a crash run, as the one who was never killed saw it. Every event has the tick of one logical
// clock, so that order needs no wall time; each is in a file at once, for the post-mortem of a failed run.
import { appendFileSync } from 'node:fs';

type Happened =
  /** A request leaves; a producer that retries sends the same `cid` again. */
  | {
      readonly kind: 'send';
      readonly cid: string;
      readonly lane: string;
      readonly producer: string;
      /** What the lane is ordered by, where it is ordered by a key. */
      readonly orderKey: string;
      readonly bodyHash: string;
    }
  | { readonly kind: 'ack'; readonly cid: string; readonly id: string }
  | { readonly kind: 'refused'; readonly cid: string; readonly status: number }
  /** Cut off: the call may or may not exist. */
  | { readonly kind: 'unknown'; readonly cid: string; readonly why: string }
  | Of<'kill' | 'dead', { readonly life: number }>
  | Of<'up', { readonly life: number; readonly diesSomewhere?: boolean }>
  | Of<'start' | 'end', { readonly id: string; readonly cid: string; readonly attempt: number }>;

/**
 * `up`: the service answers, until it is killed or, where it `diesSomewhere`, ends itself; `kill`: it is told to die;
 * `dead`: it is, and all that it had sent has been read.
 * `start` and `end`: the effects of a workflow.
 */
type Of<K extends string, Fields> = { [One in K]: { readonly kind: One } & Fields }[K];

export type LedgerEvent = Happened & { readonly clk: number };

export interface Ledger {
  readonly file: string;
  readonly events: LedgerEvent[];
  add(happened: Happened): void;
  /** What stands on disk between two lives, for the post-mortem and the check of sequences. */
  readonly looks: Look[];
  look(rows: Look['rows']): void;
}

/** Every call on disk at one moment. */
export interface Look {
  readonly rows: readonly { readonly id: string; readonly sequence: number }[];
}

export function createLedger(file: string): Ledger {
  const events: LedgerEvent[] = [];
  const looks: Look[] = [];
  const write = (value: unknown) => appendFileSync(file, `${JSON.stringify(value)}\n`);
  return {
    file,
    events,
    looks,
    add(happened) {
      const event = { ...happened, clk: events.length + 1 };
      events.push(event);
      write(event);
    },
    look(rows) {
      looks.push({ rows });
      write({ look: rows.length, last: rows.at(-1) ?? null });
    },
  };
}

export type EventOf<K extends LedgerEvent['kind']> = Extract<LedgerEvent, { kind: K }>;

export const eventsOf = <K extends LedgerEvent['kind']>(
  events: readonly LedgerEvent[],
  ...kinds: readonly K[]
): EventOf<K>[] => events.filter((event): event is EventOf<K> => kinds.some((kind) => kind === event.kind));
