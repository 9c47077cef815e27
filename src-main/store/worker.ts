// The entry of the store's two threads: the writer, which alone writes and holds the folder's lock, and the
// reader. Each answers messages in the order they come.
import { join } from 'node:path';
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { crashPoint } from '#main/crash-point.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type { Recovery } from '#main/ports/store.ts';
import { callLookups } from './call-lookups.ts';
import { takeFolder } from './instance-lock.ts';
import { laneRules } from './lane-rules.ts';
import { createLives } from './lives.ts';
import { ForeignDatabase, migrate } from './migrate.ts';
import { configMigrations } from './migrations/config.ts';
import { queueMigrations } from './migrations/queue.ts';
import { openForReading, openForWriting } from './open.ts';
import { recover } from './recover.ts';
import { countWaitingBytes } from './waiting-bytes.ts';
import { attempt, createWriter, type Reply, type Request } from './writer.ts';

export interface StoreThreadData {
  readonly role: 'writer' | 'reader';
  readonly folder: string;
  readonly face: string;
  /** Whether calls will run, or a command only looks. */
  readonly serves: boolean;
  /** Where the writer tells the bytes of waiting calls: after each commit, before its answers. */
  readonly waitingBytes: BigInt64Array<SharedArrayBuffer>;
}
/** The first message of a thread. */
export type Opened = { readonly recovery: Recovery | null } | { readonly problem: Problem };
export type ReadOperations = ReturnType<typeof callLookups>;

const closing = 'close';
const maxGathered = 1_000;

function serve<Operations>(
  port: MessagePort,
  apply: (requests: readonly Request<Operations>[]) => Reply[],
  close: () => void,
) {
  port.on('message', (first: readonly Request<Operations>[] | typeof closing) => {
    let requests: Request<Operations>[] = [];
    let next: typeof first | undefined = first;
    while (next !== undefined && next !== closing) {
      requests = requests.length === 0 ? [...next] : requests.concat(next);
      next =
        requests.length < maxGathered
          ? (receiveMessageOnPort(port)?.message as typeof first | undefined)
          : undefined;
    }
    if (requests.length > 0) port.postMessage(apply(requests));
    if (next === closing) {
      close();
      port.close();
    }
  });
}

function openWriter(port: MessagePort, data: StoreThreadData): Opened {
  const { folder, face, serves, waitingBytes } = data;
  const lock = takeFolder(folder, { pid: process.pid, face });
  if (!lock.taken) {
    const by =
      lock.by === null ? 'another Hookline' : `the ${lock.by.face} Hookline with process id ${lock.by.pid}`;
    return { problem: problem('folder_held', { detail: `The data folder ${folder} is in use by ${by}.` }) };
  }
  const config = openForWriting(join(folder, 'config.db'));
  const queue = openForWriting(join(folder, 'queue.db'));
  migrate(config, configMigrations, (version) => join(folder, `config-before-${version}-${Date.now()}.db`));
  migrate(queue, queueMigrations, (version) => join(folder, `queue-before-${version}-${Date.now()}.db`));
  const lives = createLives(queue);
  const isCrashLoop = lives.isCrashLoop();
  const recovery = { ...recover(queue, Date.now(), laneRules(config)), isCrashLoop };
  if (serves) lives.begin(Date.now());
  for (const db of [config, queue]) {
    // Only after a first write does SQLite say what it will really do.
    if (db.pragma('synchronous', { simple: true }) !== 2)
      throw new Error(`${db.name} is not at synchronous=FULL.`);
  }
  const countBytes = countWaitingBytes(queue);
  const tellBytes = () => Atomics.store(waitingBytes, 0, BigInt(countBytes()));
  tellBytes();
  serve(port, createWriter({ config, queue }, lives, tellBytes), () => {
    lives.end();
    for (const db of [queue, config]) {
      db.pragma('wal_checkpoint(TRUNCATE)');
      crashPoint('in_checkpoint');
      db.close();
    }
    lock.release();
  });
  return { recovery };
}

function openReader(port: MessagePort, { folder }: StoreThreadData): Opened {
  const queue = openForReading(join(folder, 'queue.db'));
  const lookups = callLookups(queue);
  const run = ([name, argument]: Request<ReadOperations>): Reply =>
    attempt(() => ({ value: (lookups[name] as (argument: unknown) => unknown)(argument) }));
  serve<ReadOperations>(
    port,
    (requests) => requests.map(run),
    () => queue.close(),
  );
  return { recovery: null };
}

function open(port: MessagePort, data: StoreThreadData): Opened {
  try {
    return data.role === 'writer' ? openWriter(port, data) : openReader(port, data);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const code = error instanceof ForeignDatabase && error.newer ? 'database_newer' : openProblem(error);
    return { problem: problem(code, { detail }) };
  }
}

function openProblem(error: unknown): 'folder_not_writable' | 'database_damaged' {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /EACCES|EPERM|EROFS|SQLITE_READONLY|SQLITE_CANTOPEN/.test(code)
    ? 'folder_not_writable'
    : 'database_damaged';
}

if (parentPort !== null) {
  const opened = open(parentPort, workerData as StoreThreadData);
  parentPort.postMessage(opened);
  if ('problem' in opened) parentPort.close();
}
