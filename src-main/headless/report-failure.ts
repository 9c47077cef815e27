import { CommanderError } from 'commander';
import { failureOf } from '#shared/contract/failure.ts';
import { problem } from '#shared/problem.ts';
import { problemBody } from '#main/admin/answer-problem.ts';
import { CommandFailure, exitStatus } from './command-failure.ts';
import { plain } from './print-table.ts';
import { OutputClosed, type Terminal } from './terminal.ts';

/** Tells why a command ended, in clear lines or as one JSON object, and gives its exit status. */
export function statusOfFailure(error: unknown, terminal: Terminal, json: boolean): number {
  if (error instanceof OutputClosed) return exitStatus.done;
  if (error instanceof CommanderError) {
    // Help and version are answers.
    if (error.exitCode === 0) return exitStatus.done;
    if (json) tellJson(wrongUsage(error), terminal);
    // To people commander has said it already.
    return exitStatus.usage;
  }
  const failure = error instanceof CommandFailure ? error : new CommandFailure(failureOf(error));
  if (json) tellJson(failure, terminal);
  else for (const line of failure.lines) terminal.note(`hookline: ${plain(line)}`);
  return failure.status;
}

/** As the admin API answers it, in one line, so that it can be told from notes for people. */
const tellJson = ({ problem: why }: CommandFailure, terminal: Terminal): void =>
  terminal.note(JSON.stringify(problemBody(why)));

function wrongUsage({ code, message }: CommanderError): CommandFailure {
  const detail =
    code === 'commander.help'
      ? 'A command is missing; `hookline --help` names them.'
      : message.replace(/^error: /, '');
  return new CommandFailure(problem('usage_wrong', { detail }));
}
