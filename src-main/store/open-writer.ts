// How the writing thread begins: it takes the folder, looks at what is there before it writes a byte, and then either
// opens it or waits for somebody to decide what becomes of damaged data.
import { join } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import { crashPoint } from '#main/crash-point.ts';
import type { Restored } from '#main/ports/safekeeping.ts';
import type { Recovery as Mended } from '#main/ports/recovery.ts';
import type { Recovery, RecoveryChoice } from '#shared/model/setting.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { copyConfig } from './backups.ts';
import { choicesFor } from './choices.ts';
import { fileOf, makeDatabase, migrationsOf } from './databases.ts';
import { type Damage, type Examined, examine, readOne, sequenceOf } from './examine.ts';
import { askToHold } from './hold-files.ts';
import { takeFolder } from './instance-lock.ts';
import { laneRules } from './lane-rules.ts';
import { createLives } from './lives.ts';
import { keepMarker, noteLostLogs } from './marker.ts';
import { migrate } from './migrate.ts';
import { openForWriting, type Db } from './open.ts';
import { recover } from './recover.ts';
import { NotRepaired, repair } from './repair.ts';
import { servePort, type Serving } from './serve-port.ts';
import type { StoreThreadData } from './thread-data.ts';
import { attempt, createWriter, type Request, type WriteOperations } from './writer.ts';

export type OpenedWriter =
  | { readonly recovery: Mended; readonly warning: string | null; readonly restored?: Restored }
  | { readonly damage: Recovery }
  | { readonly problem: Problem };

/** What came of a choice: the calls there are now, or why nothing was done, or what is damaged still. */
export type RepairAnswer =
  | { readonly problem: Problem }
  | (Restored & { readonly opened: Exclude<OpenedWriter, { problem: Problem }> });

export type WriterOperations = WriteOperations & { repair(choice: RecoveryChoice): RepairAnswer };

const configCopyMs = 2_000;

export function openWriter(port: MessagePort, data: StoreThreadData): OpenedWriter {
  const { folder, face, restore } = data;
  const lock = takeFolder(folder, { pid: process.pid, face });
  if (!lock.taken) {
    const by =
      lock.by === null ? 'another Hookline' : `the ${lock.by.face} Hookline with process id ${lock.by.pid}`;
    return { problem: problem('folder_held', { detail: `The data folder ${folder} is in use by ${by}.` }) };
  }
  const { release } = lock;
  const serving: Serving<WriterOperations> = { apply: () => [], close: release };

  /** Takes what an examination found to its end: open, or waiting for a choice. */
  function begin(found: Exclude<Examined, { kind: 'newer' }>): Exclude<OpenedWriter, { problem: Problem }> {
    if (found.kind === 'damaged') {
      // For the next start: whoever looks into a database without its log, as was just done, leaves an empty one.
      noteLostLogs(folder, found.damage.lostLogs);
      serving.apply = (requests) =>
        requests.map((request) => attempt(() => inRecovery(request, found.damage)));
      return { damage: choicesFor(folder, found.damage) };
    }
    const opened = openSound(data, found);
    serving.apply = opened.apply;
    serving.close = () => {
      opened.close();
      release();
    };
    return { recovery: opened.recovery, warning: found.warning };
  }

  function inRecovery([name, argument]: Request<WriterOperations>, damage: Damage) {
    if (name !== 'repair')
      return { failure: damage.problem.detail, code: 'in_recovery', isFatal: false } as const;
    return { value: choose(argument as RecoveryChoice, damage) };
  }

  function choose(choice: RecoveryChoice, damage: Damage): RepairAnswer {
    try {
      const repaired = repair(folder, damage, choice, Date.now());
      const found = examine(folder, Date.now(), true);
      if (found.kind === 'newer') return { problem: found.problem };
      return { ...repaired, opened: begin(found) };
    } catch (error) {
      if (error instanceof NotRepaired) return { problem: error.problem };
      throw error;
    }
  }

  const found = examine(folder, Date.now());
  if (found.kind === 'newer') return { problem: found.problem };
  if (restore !== undefined) {
    const maxSeq = found.kind === 'damaged' ? found.damage.maxSeq : (found.marker?.maxSeq ?? 0);
    const all: Damage = {
      problem: problem('database_damaged'),
      databases: ['queue', 'config'],
      lostLogs: [],
      maxSeq,
    };
    const answer = choose({ choice: 'restore', file: restore }, all);
    if ('problem' in answer) return answer;
    servePort(port, serving);
    const { calls, setAside } = answer;
    return { ...answer.opened, restored: { calls, setAside } };
  }
  const opened = begin(found);
  servePort(port, serving);
  return opened;
}

type Sound = Extract<Examined, { kind: 'sound' }>;

function openSound(data: StoreThreadData, { marker: before, missing, checkedAtMs }: Sound) {
  const { folder, serves, waitingBytes, holding } = data;
  for (const name of missing) makeDatabase(folder, name);
  const [queue, config] = [openForWriting(fileOf(folder, 'queue')), openForWriting(fileOf(folder, 'config'))];
  const backupBefore = (name: string) => (version: number) =>
    join(folder, `${name}-before-${version}-${Date.now()}.db`);
  migrate(config, migrationsOf.config, backupBefore('config'));
  migrate(queue, migrationsOf.queue, backupBefore('queue'));
  if (holding !== undefined) askToHold(holding);
  // Before anything of this life is written, and after both logs are there.
  const marker = keepMarker(folder, {
    dbId: readOne(queue, 'SELECT id FROM identity') as string,
    maxSeq: sequenceOf(queue),
    generation: (before?.generation ?? 0) + 1,
    checkedAtMs,
  });
  const lives = createLives(queue);
  const isCrashLoop = lives.isCrashLoop();
  const recovery: Mended = { ...recover(queue, Date.now(), laneRules(config)), isCrashLoop };
  if (serves) lives.begin(Date.now());
  for (const db of [config, queue]) {
    // Only after a first write does SQLite say what it will really do.
    if (db.pragma('synchronous', { simple: true }) !== 2)
      throw new Error(`${db.name} is not at synchronous=FULL.`);
  }
  const tellBytes = (bytes: number) => Atomics.store(waitingBytes, 0, BigInt(bytes));
  const copies = copyConfigLater(folder, config);
  const write = createWriter({ config, queue }, lives, tellBytes, {
    bringHome() {
      lives.end();
      copies.close();
      const isHome = [queue, config].map(checkpoint).every(Boolean);
      // Said while the logs are still there, so that it is never said too late.
      if (isHome) marker.endCleanly();
      return isHome;
    },
  });
  const lastSequence = queue.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'calls'").pluck();
  return {
    recovery,
    apply(requests: readonly Request<WriterOperations>[]) {
      // The only one that is not the writer's is a choice, and there is none to make.
      const replies = write(requests as readonly Request<WriteOperations>[]);
      if (replies.some((reply) => 'failure' in reply && reply.isFatal)) marker.stop();
      else marker.saw((lastSequence.get() as number | undefined) ?? 0);
      copies.follow();
      return replies;
    },
    close() {
      marker.stop();
      for (const db of [queue, config]) db.close();
    },
  };
}

/** False where another program looks at the database, which keeps its log in use. */
function checkpoint(db: Db): boolean {
  const [{ busy }] = db.pragma('wal_checkpoint(TRUNCATE)') as [{ readonly busy: number }];
  crashPoint('in_checkpoint');
  return busy === 0;
}

/** Copies the configuration a moment after it changed, and at the end where that moment has not come. */
function copyConfigLater(folder: string, config: Db) {
  const changes = config.prepare('SELECT total_changes()').pluck();
  let seen = changes.get() as number;
  let timer: NodeJS.Timeout | null = null;
  const copy = () => {
    timer = null;
    try {
      copyConfig(folder, Date.now());
    } catch {
      // A full disk has no room for copies; the next change makes one.
    }
  };
  return {
    follow() {
      const now = changes.get() as number;
      if (now === seen) return;
      seen = now;
      timer ??= setTimeout(copy, configCopyMs);
    },
    close() {
      if (timer === null) return;
      clearTimeout(timer);
      copy();
    },
  };
}
