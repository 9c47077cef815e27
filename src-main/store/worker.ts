// The entry of the store's threads: the writer, which alone writes and holds the folder's lock, the reader, and one
// that makes a backup and ends. Writer and reader answer messages in the order they come.
import { join } from 'node:path';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { problem, type Problem } from '#shared/problem.ts';
import { whyNoBackupAt } from './backup-place.ts';
import { type MadeBackup, makeBackup, makeBackupsFolder } from './backups.ts';
import { callLookups } from './call-lookups.ts';
import { callScan } from './call-scan.ts';
import { keyUseLookups } from './key-use-table.ts';
import { ForeignDatabase } from './migrate.ts';
import { openForReading } from './open.ts';
import { openWriter, type OpenedWriter } from './open-writer.ts';
import { replayLookups } from './replay-table.ts';
import { seriesLookups } from './series-lookups.ts';
import { servePort } from './serve-port.ts';
import type { StoreThreadData } from './thread-data.ts';
import { attempt, type Reply, type Request } from './writer.ts';

export interface BackupThreadData {
  readonly role: 'backup';
  readonly folder: string;
  readonly file: string;
}
export type OpenedReader = { readonly problem: Problem } | { readonly reads: true };
export type BackupAnswer =
  | { readonly made: MadeBackup }
  | { readonly failure: string }
  | { readonly misplaced: string };
export type ReadOperations = ReturnType<typeof callLookups> &
  ReturnType<typeof callScan> &
  ReturnType<typeof replayLookups> &
  ReturnType<typeof keyUseLookups> &
  ReturnType<typeof seriesLookups>;

function openReader(port: MessagePort, { folder }: StoreThreadData): OpenedReader {
  const queue = openForReading(join(folder, 'queue.db'));
  const lookups = {
    ...callLookups(queue, join(folder, 'blobs')),
    ...callScan(queue),
    ...replayLookups(queue),
    ...keyUseLookups(queue),
    ...seriesLookups(queue),
  };
  const run = ([name, argument]: Request<ReadOperations>): Reply =>
    attempt(() => ({ value: (lookups[name] as (argument: unknown) => unknown)(argument) }));
  servePort<ReadOperations>(port, {
    apply: (requests) => requests.map(run),
    close: () => queue.close(),
  });
  return { reads: true };
}

function open(port: MessagePort, data: StoreThreadData): OpenedWriter | OpenedReader {
  try {
    return data.role === 'writer' ? openWriter(port, data) : openReader(port, data);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const code = error instanceof ForeignDatabase && error.newer ? 'database_newer' : openProblem(error);
    return { problem: problem(code, { detail }) };
  }
}

function openProblem(error: unknown): 'folder_not_writable' | 'storage_full' | 'database_damaged' {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/ENOSPC|EDQUOT|SQLITE_FULL/.test(code)) return 'storage_full';
  return /EACCES|EPERM|EROFS|SQLITE_READONLY|SQLITE_CANTOPEN/.test(code)
    ? 'folder_not_writable'
    : 'database_damaged';
}

function backUp({ folder, file }: BackupThreadData): BackupAnswer {
  try {
    // It takes those that are asked for too.
    makeBackupsFolder(folder);
    const misplaced = whyNoBackupAt(folder, file);
    return misplaced === null ? { made: makeBackup(folder, file) } : { misplaced };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

if (parentPort !== null) {
  const data = workerData as StoreThreadData | BackupThreadData;
  const answer = data.role === 'backup' ? backUp(data) : open(parentPort, data);
  parentPort.postMessage(answer);
  if ('problem' in answer) parentPort.close();
}
