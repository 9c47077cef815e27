import type { Db } from './open.ts';
import type { Tally } from './tally.ts';

/**
 * Between which sequences the calls of a minute are, so that a time is found in a log of a million calls. Bounds are
 * enough: `last` is null while more may come, which costs a call no more than a comparison.
 */
export interface ReceivedMinutes extends Tally {
  add(sequence: number, receivedAtMs: number): void;
}

const minuteMs = 60_000;
/** A body may be that late, and a minute is opened again where one is later. */
const openMinutes = 3;

export function receivedMinutes(db: Db): ReceivedMinutes {
  const open = db.prepare(`
    INSERT INTO received_minutes (minute, first) VALUES (?, ?)
    ON CONFLICT (minute) DO UPDATE SET last = NULL`);
  const close = db.prepare('UPDATE received_minutes SET last = ? WHERE minute = ?');
  // What a crash left open ended before this.
  db.exec(
    `UPDATE received_minutes SET last = (SELECT coalesce(max(sequence), 0) FROM calls) WHERE last IS NULL`,
  );
  /** The last sequence of each open minute. */
  let lasts = new Map<number, number>();
  let news = new Map<number, number>();
  let current = -1;
  let last = 0;
  return {
    add(sequence, receivedAtMs) {
      const minute = Math.floor(receivedAtMs / minuteMs);
      if (minute !== current) {
        if (current >= 0) lasts.set(current, last);
        current = minute;
        if (!lasts.has(minute)) {
          lasts.set(minute, sequence);
          news.set(minute, sequence);
        }
      }
      last = sequence;
    },
    write() {
      if (news.size === 0) return;
      for (const [minute, first] of news) open.run(minute, first);
      news = new Map();
      const latest = Math.max(...lasts.keys());
      for (const [minute, end] of lasts) {
        if (minute === current || latest - minute < openMinutes) continue;
        close.run(end, minute);
        lasts.delete(minute);
      }
    },
    forget() {
      lasts = new Map();
      news = new Map();
      current = -1;
    },
  };
}

/** Where the calls received in a time are: from a sequence on, and below another one. */
export function receivedRange(db: Db) {
  const bounds = db.prepare(`
    SELECT min(first) AS "from", max(coalesce(last, 9007199254740990)) + 1 AS below FROM received_minutes
    WHERE minute BETWEEN ? AND ?`);
  return (sinceMs: number, untilMs: number): { readonly from: number; readonly below: number } => {
    const at = (ms: number) => Math.max(-9e15, Math.min(9e15, Math.floor(ms / minuteMs)));
    const found = bounds.get(at(sinceMs), at(untilMs)) as { from: number | null; below: number | null };
    return { from: found.from ?? 0, below: found.below ?? 0 };
  };
}
