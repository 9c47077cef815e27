import { Worker } from 'node:worker_threads';
import { problem } from '#shared/problem.ts';
import { ok, type Result, refuse } from '#shared/result.ts';
import type { MadeBackup } from './backups.ts';
import type { BackupAnswer, BackupThreadData } from './worker.ts';

/**
 * Makes a backup in a thread of its own. Problems: `input_invalid` where none may be at that path; `backup_failed`, and
 * nothing is left of it then.
 */
export async function runBackup(workerUrl: URL, data: BackupThreadData): Promise<Result<MadeBackup>> {
  const worker = new Worker(workerUrl, { workerData: data, name: 'store-backup' });
  const answer = await new Promise<BackupAnswer>((resolve) => {
    worker.once('message', resolve);
    worker.once('error', (error) =>
      resolve({ failure: error instanceof Error ? error.message : String(error) }),
    );
    worker.once('exit', () => resolve({ failure: 'The thread ended.' }));
  });
  if ('made' in answer) return ok(answer.made);
  if ('misplaced' in answer)
    return refuse(problem('input_invalid', { path: 'file', detail: answer.misplaced }));
  return refuse(problem('backup_failed', { detail: `${data.file}: ${answer.failure}` }));
}
