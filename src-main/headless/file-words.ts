// Why a file could not be had, for people: what the system says names its own calls.
import { problem } from '#shared/problem.ts';
import { CommandFailure } from './command-failure.ts';

const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of its path is no folder',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'the disk can only be read',
  EISDIR: 'it is a folder',
  EEXIST: 'it is there already',
  ENOSPC: 'the disk is full',
};

export function unreadable(path: string, error: unknown): CommandFailure {
  const detail =
    codeOf(error) === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${reasonOf(error)}.`;
  return new CommandFailure(problem('file_unreadable', { detail }));
}

export const unwritable = (path: string, error: unknown): CommandFailure =>
  new CommandFailure(
    problem('file_not_writable', { detail: `${path} cannot be written: ${reasonOf(error)}.` }),
  );

const reasonOf = (error: unknown): string =>
  words[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
