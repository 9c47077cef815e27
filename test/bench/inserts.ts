// What SQLite itself takes of a durable 202: the writer's own statements for calls that gathered, and for comparison
// the least that could be kept of them, which is one row in one table without any other index.
import { rmSync } from 'node:fs';
import { createLives } from '#main/store/lives.ts';
import { migrate } from '#main/store/migrate.ts';
import { configMigrations } from '#main/store/migrations/config.ts';
import { queueMigrations } from '#main/store/migrations/queue.ts';
import { rowsOf } from '#main/store/new-rows.ts';
import { openForWriting } from '#main/store/open.ts';
import { createWriter, type Request, type WriteOperations } from '#main/store/writer.ts';
import { createNewId } from '#main/webhook/new-id.ts';

/** How many calls 64 callers have in one commit, about. */
const gathered = 32;
const commits = 400;

const newId = createNewId();
const integrationId = newId();
const headersJson = JSON.stringify(
  Array.from({ length: 10 }, (_, at) => [`x-header-${at}`, `a value ${at}`]),
);
const bytes = Buffer.alloc(500, 'x');

/** CPU time of one call, in microseconds, in commits of 32 calls of 500 bytes. */
export function insertCpuUs(file: string, what: 'call' | 'least'): number {
  const files = [file, `${file}.config`];
  const [queue, config] = files.map((name) => openForWriting(name));
  try {
    const commit = what === 'call' ? callCommit(queue!, config!) : leastCommit(queue!);
    commit();
    const before = process.cpuUsage();
    for (let at = 0; at < commits; at++) commit();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / commits / gathered;
  } finally {
    for (const db of [queue, config]) db?.close();
    for (const name of files) rmSync(name);
  }
}

type Db = ReturnType<typeof openForWriting>;

function callCommit(queue: Db, config: Db): () => void {
  migrate(queue, queueMigrations, () => '');
  migrate(config, configMigrations, () => '');
  const write = createWriter({ queue, config }, createLives(queue), () => {}, { bringHome: () => true });
  return () => {
    const replies = write(Array.from({ length: gathered }, newCall));
    if (replies.some((reply) => 'failure' in reply)) throw new Error('A call was not kept.');
  };
}

const newCall = (): Request<WriteOperations> => [
  'accept',
  rowsOf({
    id: newId(),
    integrationId,
    integrationVersion: 1,
    integration: 'Accept',
    lane: 'bench/Accept',
    laneKey: '',
    once: false,
    request: {
      method: 'POST',
      path: '/bench/Accept',
      rawQuery: '',
      queryJson: '{}',
      headersJson,
      httpVersion: '1.1',
      remoteAddress: '127.0.0.1',
      peerAddress: null,
      bodyFinding: null,
      isSealed: false,
      body: { kind: 'bytes', bytes },
    },
    requestBytes: bytes.length,
    keyLabel: 'Bench',
    receivedAtMs: Date.now(),
    authorisedMs: 0.1,
    origin: null,
    idempotency: null,
    replay: null,
    caller: 'answered',
    answeredStatus: 202,
    start: false,
  }),
];

function leastCommit(db: Db): () => void {
  db.exec('CREATE TABLE kept_calls (sequence INTEGER PRIMARY KEY, id TEXT, headers TEXT, body BLOB) STRICT');
  const insert = db.prepare('INSERT INTO kept_calls (id, headers, body) VALUES (?, ?, ?)');
  return db.transaction(() => {
    for (let at = 0; at < gathered; at++) insert.run(newId(), headersJson, bytes);
  });
}
