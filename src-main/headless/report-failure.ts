import { CommanderError } from 'commander';
import { failureOf } from '#shared/contract/failure.ts';
import { CommandFailure, exitStatus, lineOf } from './command-failure.ts';
import { plain } from './print-table.ts';
import { OutputClosed, type Terminal } from './terminal.ts';

/** Tells why a command ended, in one line, and gives its exit status. */
export function statusOfFailure(error: unknown, terminal: Terminal): number {
  if (error instanceof OutputClosed) return exitStatus.done;
  // commander has said it already; help and version end with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
  terminal.note(`hookline: ${plain(lineFor(error))}`);
  return error instanceof CommandFailure ? error.status : exitStatus.failed;
}

function lineFor(error: unknown): string {
  if (error instanceof CommandFailure) return error.message;
  const failure = failureOf(error);
  return lineOf(failure);
}
