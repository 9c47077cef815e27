// Databases that accept and do not speak, by a clock that the test turns.
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connectMs, openMs, stopMs, stopSession, undo } from '#main/run/sql/patience.ts';
import { postgresql } from '#main/run/sql/postgresql.ts';
import { createSessionPool } from '#main/run/sql/session-pool.ts';
import type { SqlSession } from '#main/run/sql/session.ts';
import { Connection, type ConnectionOf } from '#shared/model/connection.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

const silent = (): Promise<never> => new Promise(() => undefined);
const nothing = { rows: [], rowCount: 0 };

function sessionWith(more: Partial<SqlSession> = {}) {
  const done: string[] = [];
  const session: SqlSession = {
    run: async () => nothing,
    isOpen: () => true,
    async cancel() {
      done.push('cancelled');
    },
    close: () => void done.push('closed'),
    ...more,
  };
  return { session, done };
}

test('sessions that never come take no places for ever, and one that comes late is closed', async () => {
  const late = Promise.withResolvers<SqlSession>();
  let open: () => Promise<SqlSession> = () => late.promise;
  const pool = createSessionPool(() => open());
  const all = Promise.allSettled(Array.from({ length: 10 }, pool.take));
  const { session } = sessionWith();
  open = async () => session;
  const next = pool.take();
  await vi.advanceTimersByTimeAsync(openMs);
  expect((await all).map((one) => one.status === 'rejected' && String(one.reason))).toEqual(
    Array.from({ length: 10 }, () => 'StepFailure: The database did not answer within 20 s.'),
  );
  expect(await next).toBe(session);
  const { session: tooLate, done } = sessionWith();
  late.resolve(tooLate);
  await vi.waitFor(() => expect(done).toContain('closed'));
});

test('a PostgreSQL server that accepts and says nothing is given up, and its connection closed', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.resume()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const connection = Connection.parse({
    kind: 'postgresql',
    name: 'db',
    host: '127.0.0.1',
    port: typeof address === 'object' ? address?.port : 0,
    database: 'stock',
    user: 'hookline',
    password: 'secret',
    tls: 'off',
  }) as ConnectionOf<'postgresql'>;
  const opening = postgresql.open(connection).then(
    () => null,
    (error: unknown) => String(error),
  );
  await vi.waitFor(() => expect(sockets).toHaveLength(1));
  const closed = once(sockets[0]!, 'close');
  await vi.advanceTimersByTimeAsync(connectMs);
  expect(await opening).toMatch(/timeout expired/);
  await closed;
  await new Promise((ended) => server.close(ended));
});

test('a session that cannot be cancelled is closed all the same', async () => {
  const { session, done } = sessionWith({ cancel: silent });
  const stopped = stopSession(session).catch((error: unknown) => String(error));
  await vi.advanceTimersByTimeAsync(stopMs);
  expect([await stopped, done]).toEqual(['StepFailure: The database did not answer within 5 s.', ['closed']]);
});

test('a transaction that cannot be taken back ends with its session', async () => {
  const { session, done } = sessionWith({ run: silent });
  const undone = undo(session);
  await vi.advanceTimersByTimeAsync(stopMs);
  await undone;
  expect(done).toEqual(['cancelled', 'closed']);
});
