import { problem } from '#shared/problem.ts';
import { CommandFailure } from './command-failure.ts';
import type { Terminal } from './terminal.ts';

/** A secret that is not to stand on the command line, where other users of the machine may read it. */
export function environmentValue(environment: Terminal['environment'], name: string): string {
  const value = environment[name];
  if (value === undefined)
    throw new CommandFailure(
      problem('input_invalid', { detail: `The environment variable ${name} is not set.` }),
    );
  return value;
}
