import Database from 'better-sqlite3';

/** What a failure of SQLite means for those who write. */
export type FailureKind = 'full' | 'fatal' | 'passing';

/**
 * `fatal`: after a failed fsync the kernel may have dropped pages, so nothing is written any more and only the
 * next start, which reads the files anew, can tell what is there. A busy file or a broken rule passes.
 */
export function failureKind(error: unknown): FailureKind {
  const code = codeOf(error);
  // The shared memory beside the WAL cannot grow on a full disk; it holds nothing that is not in the WAL.
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') return 'full';
  return /^SQLITE_(IOERR|CORRUPT|NOTADB|READONLY)/.test(code) ? 'fatal' : 'passing';
}

export const isConstraint = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_CONSTRAINT');

const codeOf = (error: unknown): string => (error instanceof Database.SqliteError ? error.code : '');
