import { basename } from 'node:path';
import type { Recovery } from '#shared/model/setting.ts';
import { listBackups, openBackup } from './backups.ts';
import { type DatabaseName, fileOf } from './databases.ts';
import type { Damage } from './examine.ts';
import { openForReading } from './open.ts';

type Choice = Recovery['choices'][number];

/** What may be done about damage, and what each choice would bring back. */
export function choicesFor(folder: string, damage: Damage): Recovery {
  const { databases, problem } = damage;
  const isQueue = databases.includes('queue');
  const calls = isQueue ? countCalls(fileOf(folder, 'queue')) : null;
  const choices: (Choice | null)[] = [
    problem.code === 'calls_missing'
      ? {
          kind: 'continue',
          text: 'Accept the loss and go on with the calls that are there.',
          loses: 'The calls that are missing will not run and are not in the log.',
          file: null,
          calls,
        }
      : null,
    problem.code === 'database_damaged' && databases.every((name) => isReadable(folder, name))
      ? {
          kind: 'salvage',
          text: `Copy what can still be read of ${named(databases)} into a new database. Open calls stay open.`,
          loses: 'What cannot be read any more.',
          file: null,
          calls,
        }
      : null,
    restoreChoice(folder, databases),
    {
      kind: 'empty',
      text: `Begin with an empty ${named(databases)}.`,
      loses: databases.map((name) => lostWith[name]).join(' '),
      file: null,
      calls: isQueue ? 0 : null,
    },
  ];
  return {
    problem: { code: problem.code, text: problem.detail },
    choices: choices.filter((choice) => choice !== null),
  };
}

const lostWith: Readonly<Record<DatabaseName, string>> = {
  queue: 'All calls: those that wait will not run, and the log begins anew.',
  config: 'All integrations, their API keys and the settings.',
};

function restoreChoice(folder: string, databases: readonly DatabaseName[]): Choice | null {
  const [copy] = listBackups(folder, 'config');
  if (!databases.includes('queue') && copy !== undefined) {
    const text = `Restore the configuration as it was last saved, from ${basename(copy)}.`;
    return {
      kind: 'restore',
      text,
      loses: 'What was saved after that copy was made.',
      file: copy,
      calls: null,
    };
  }
  const [file] = listBackups(folder, 'hookline');
  const backup = file === undefined ? null : openBackup(file);
  if (file === undefined || backup === null) return null;
  try {
    const calls = backup.queue.prepare('SELECT count(*) FROM calls').pluck().get() as number;
    return {
      kind: 'restore',
      text: `Restore ${named(databases)} from the backup ${basename(file)}.`,
      loses: 'What came after the backup was made. Calls that waited in it run, even if they have run since.',
      file,
      calls,
    };
  } finally {
    backup.close();
  }
}

const named = (databases: readonly DatabaseName[]): string =>
  databases.map((name) => `${name}.db`).join(' and ');

function isReadable(folder: string, name: DatabaseName): boolean {
  try {
    const db = openForReading(fileOf(folder, name));
    try {
      return db.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'table'").pluck().get() !== 0;
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}

function countCalls(file: string): number | null {
  try {
    const db = openForReading(file);
    try {
      return db.prepare('SELECT count(*) FROM calls').pluck().get() as number;
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}
