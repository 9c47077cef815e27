// Databases over TLS: to whom a connection talks, and that it is encrypted.
import type { RunEnvironment } from '#main/ports/run.ts';
import { Connection } from '#shared/model/connection.ts';
import { authority, issue } from '#test/support/certificates.ts';
import {
  type DatabaseServer,
  hasMariaDb,
  hasPostgresql,
  startMariaDb,
  startPostgresql,
} from '#test/support/database-servers.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { conditionsWith, resultOf, run, startPool } from './run-workflow.ts';

const root = await authority('Databases');
const stranger = await authority('Somebody else');

interface Kind {
  readonly start: typeof startPostgresql;
  readonly connection: z.input<typeof Connection>;
  /** Whether its certificate may be good for an address. */
  readonly knowsAddresses: boolean;
  /** Gives a row with `cipher`, which is empty where nothing is encrypted. */
  readonly cipher: string;
}

async function ask({ connection, cipher }: Kind, change: Record<string, unknown>) {
  const settings = Connection.parse({ ...connection, name: 'db', ...change });
  const connections: RunEnvironment['connections'] = { db: { settings, isReadable: true } };
  const pool = startPool({ size: 1, conditions: conditionsWith({ connections }) });
  try {
    return await run(pool, [{ name: 'ask', kind: 'sql', connection: 'db', statement: cipher }]);
  } finally {
    await pool.close();
  }
}

function speaksTls(kind: Kind): void {
  const serverOf = async (names: readonly string[]) =>
    kind.start(await issue({ name: 'database', names, by: root, use: 'server' }));
  /** The certificate of one is good for this machine by its name, that of the other by its address. */
  let byName: DatabaseServer;
  let byAddress: DatabaseServer;
  beforeAll(async () => {
    byName = await serverOf(['localhost']);
    byAddress = await serverOf(['127.0.0.1']);
  }, 180_000);
  afterAll(() => Promise.all([byName, byAddress].map((server) => server.stop())));

  const cipherOf = async (change: Record<string, unknown>) => {
    const { rows } = resultOf(await ask(kind, change)) as { rows: { cipher: string }[] };
    return rows[0]?.cipher ?? '';
  };
  const problemOf = async (change: Record<string, unknown>) =>
    (await ask(kind, change)).problem?.reason ?? 'none';
  const ca = root.certificate;

  test('off, nothing is encrypted; on, it is, whoever answers', async () => {
    expect(await cipherOf({ host: '127.0.0.1', port: byName.port })).toBe('');
    expect(await cipherOf({ host: '127.0.0.1', port: byName.port, tls: 'on' })).toMatch(/AES|CHACHA/);
  });

  test('verified, the server is who its certificate says', async () => {
    expect(await cipherOf({ host: 'localhost', port: byName.port, tls: 'verify', ca })).toMatch(/AES|CHACHA/);
  });

  test.each([
    ['of an authority that nobody knows', () => ({ port: byName.port, ca: stranger.certificate })],
    ['of an authority that is not usual', () => ({ port: byName.port })],
    ['for an address where it is reached by a name', () => ({ port: byAddress.port, ca })],
  ])('verified, a certificate %s is refused', async (_what, change) => {
    expect(await problemOf({ host: 'localhost', tls: 'verify', ...change() })).toMatch(
      /certificate|altnames|self.signed|verify/i,
    );
  });

  if (!kind.knowsAddresses) return;
  test('verified, it may be named by its address, if that is in it', async () => {
    expect(await problemOf({ host: '127.0.0.1', port: byName.port, tls: 'verify', ca })).toMatch(/altnames/);
    expect(await cipherOf({ host: '127.0.0.1', port: byAddress.port, tls: 'verify', ca })).toMatch(
      /AES|CHACHA/,
    );
  });
}

test('a MySQL server whose certificate is verified is not named by its address, which its driver does not check', () => {
  const connection = { kind: 'mysql', name: 'db', database: 'x', user: 'x', tls: 'verify' } as const;
  for (const host of ['127.0.0.1', '::1']) {
    const { error } = Connection.safeParse({ ...connection, host });
    expect(error?.issues).toMatchObject([{ path: ['host'], message: expect.stringContaining('host name') }]);
  }
  expect(Connection.safeParse({ ...connection, host: '127.0.0.1', tls: 'on' }).success).toBe(true);
  expect(Connection.safeParse({ ...connection, host: 'db7.example.com' }).success).toBe(true);
});

describe.skipIf(!hasPostgresql)('PostgreSQL', () => {
  speaksTls({
    start: startPostgresql,
    knowsAddresses: true,
    connection: { kind: 'postgresql', name: 'db', host: '127.0.0.1', database: 'postgres', user: 'hookline' },
    cipher: `SELECT coalesce(cipher, '') AS cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid()`,
  });
});

describe.skipIf(!hasMariaDb)('MariaDB', () => {
  speaksTls({
    start: startMariaDb,
    knowsAddresses: false,
    connection: { kind: 'mysql', name: 'db', host: '127.0.0.1', database: 'test', user: 'root' },
    cipher: `SELECT variable_value AS cipher FROM information_schema.session_status WHERE variable_name = 'Ssl_cipher'`,
  });
});
