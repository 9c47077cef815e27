import type { Client } from '#shared/contract/index.ts';
import type { CallFilter } from '#shared/model/call-filter.ts';
import { problem } from '#shared/problem.ts';
import { summaryLine } from './call-text.ts';
import { CommandFailure } from './command-failure.ts';
import type { Terminal } from './terminal.ts';

interface Following {
  readonly filter: CallFilter;
  readonly json: boolean;
  readonly terminal: Terminal;
}

/** Prints each change of a call until interrupted; ends with a failure when the service goes away. */
export async function followCalls(client: Client, { filter, json, terminal }: Following): Promise<void> {
  const interruption = new AbortController();
  const stop = (): void => interruption.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const batches = await client.calls.watch(filter, { signal: interruption.signal });
    for await (const { calls, reset } of batches) {
      if (reset) terminal.note('Some changes were missed; `hookline calls list` has them.');
      await terminal.print(
        calls.map((call) => (json ? `${JSON.stringify(call)}\n` : summaryLine(call))).join(''),
      );
    }
  } catch (error) {
    if (interruption.signal.aborted) return;
    // How undici tells of a connection that broke.
    if (!(error instanceof TypeError)) throw error;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
  if (!interruption.signal.aborted)
    throw new CommandFailure(problem('service_missing', { detail: 'The service went away.' }));
}
