import type { Destinations } from '#main/ports/run.ts';
import type { ConnectionKind, ConnectionOf } from '#shared/model/connection.ts';
import { type Tester, testers } from './testers.ts';

/** The record is exhaustive; that the entry of a kind takes connections of that kind is more than the compiler can tell. */
function testerOf<K extends ConnectionKind>(of: ConnectionOf<K>): Tester<ConnectionOf<K>> {
  const kind: K = of.kind;
  return testers[kind];
}

/** Gives what the other side says of itself; throws why it cannot be had. */
export const testConnection: Tester<ConnectionOf<ConnectionKind>> = (
  connection,
  destinations: Destinations,
) => testerOf(connection)(connection, destinations);
