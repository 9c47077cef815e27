// Who gives way where all places for connections, or the memory for bodies, are taken. Whoever has a call under way that
// comes on is left alone; who asks nothing, or sends or takes next to nothing, keeps nobody out.
import type { Connection } from './connection.ts';

/** The oldest first. */
type Connections = ReadonlyMap<unknown, Connection>;

/** Who asks nothing for longer is more likely to hold a place than to be slow. */
const justNowMs = 1_000;
/** A body may come as slowly as this, and begin more slowly still. */
const leastBytesPerMs = 1;
const beginWithinMs = 3_000;
/** Who takes nothing of its answer for longer has no network that is only slow. */
const takeWithinMs = 3_000;

/**
 * In this order: one that has asked for nothing for a while, the oldest first; the one that is idle the longest; the one
 * that has taken nothing of its answer the longest; but the one whose body hardly comes before one that was used just now.
 * Null where there is none.
 */
export function findGivingWay(connections: Connections, nowTick: number): Connection | null {
  let idle: Connection | null = null;
  let stuck: Connection | null = null;
  for (const connection of connections.values()) {
    if (takesNothing(connection, nowTick) && takenTick(connection) < takenTick(stuck)) stuck = connection;
    if (connection.over || !connection.isIdle || connection.unwritten !== null) continue;
    if (!connection.hasAsked && nowTick - connection.usedTick > justNowMs) return connection;
    if (idle === null || connection.usedTick < idle.usedTick) idle = connection;
  }
  if (idle !== null && nowTick - idle.usedTick > justNowMs) return idle;
  return stuck ?? findSlowBody(connections, nowTick) ?? idle;
}

/** Whether it has an answer under way of which it takes nothing. */
export const takesNothing = (connection: Connection, nowTick: number): boolean =>
  nowTick - takenTick(connection) > takeWithinMs;

const takenTick = (connection: Connection | null): number => connection?.unwritten?.takenTick ?? Infinity;

/** The connection whose body comes slowest, where that is slower than any network is; null where none does. */
export function findSlowBody(connections: Connections, nowTick: number): Connection | null {
  let slow: Connection | null = null;
  let slowest = leastBytesPerMs;
  for (const connection of connections.values()) {
    const bytesPerMs = paceOf(connection, nowTick);
    if (bytesPerMs < slowest) [slow, slowest] = [connection, bytesPerMs];
  }
  return slow;
}

/** How fast the body under way comes; Infinity where none does, or nobody can say yet. */
function paceOf({ over, latest, socket, usedTick }: Connection, nowTick: number): number {
  if (over || latest === null || latest.answered || latest.fault !== null || latest.request.complete)
    return Infinity;
  const elapsedMs = nowTick - usedTick;
  return elapsedMs > beginWithinMs ? socket.bytesRead / elapsedMs : Infinity;
}
