// How each kind of connection is tried: as a step would connect, and with one question that changes nothing.
import type { Destinations } from '#main/ports/run.ts';
import type { Connection, ConnectionKind, ConnectionOf } from '#shared/model/connection.ts';
import { testDatabase } from './test-database.ts';
import { testHttp } from './test-http.ts';
import { testSmtp } from './test-smtp.ts';

/** Gives what the other side says of itself; throws why it cannot be had. */
export type Tester<C extends Connection> = (connection: C, destinations: Destinations) => Promise<string>;

export const testers: { readonly [K in ConnectionKind]: Tester<ConnectionOf<K>> } = {
  sqlite: testDatabase,
  postgresql: testDatabase,
  mysql: testDatabase,
  sqlServer: testDatabase,
  smtp: testSmtp,
  http: testHttp,
};
