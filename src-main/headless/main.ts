// The plain-Node face: the `hookline` command line, whose `serve` is the headless service. Importing this
// does nothing; bin/hookline.js calls `main`. Never imports electron; loads only what a command needs.
import { enableCompileCache } from 'node:module';
import { exitStatus } from './command-failure.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** Runs one command line (without node and script name); gives its exit status, with all output flushed. */
export async function main(argv: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  enableCompileCache();
  const { createProgram } = await import('./program.ts');
  const json = argv.includes('--json');
  let status: number = exitStatus.done;
  const program = createProgram(import.meta.url, terminal, {
    json,
    endWith: (ended) => {
      status = ended;
    },
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    const { statusOfFailure } = await import('./report-failure.ts');
    return statusOfFailure(error, terminal, json);
  }
}
