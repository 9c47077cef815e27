// Draft and live on one address: each real call that ends is run once more, as a dry run of the draft as it is then. The real
// call is done by that time, so that nothing of it waits or changes.
import type { CallDetail, CallSummary } from '#shared/model/call.ts';
import type { DryRun } from '#shared/model/dry-run.ts';
import type { Client } from '#shared/contract/index.ts';

/** A real call with what the draft would have made of it. */
export interface Heard {
  readonly call: CallDetail;
  readonly dryRun: DryRun | null;
  /** Why the draft could not be run for it. */
  readonly fault: string | null;
}

interface Listening {
  readonly client: Pick<Client, 'calls'>;
  /** `code/name` of the integration. */
  readonly integration: string;
  /** Runs the draft for a call. */
  readonly run: (callId: string) => Promise<DryRun>;
  /** From now on no call is missed. */
  readonly onBegun: () => void;
  readonly onHeard: (heard: Heard) => void;
  readonly signal: AbortSignal;
}

const isEnded = ({ state }: CallSummary): boolean => state === 'succeeded' || state === 'failed';

/** Listens until the signal to calls as they end. */
export async function listen({
  client,
  integration,
  run,
  onBegun,
  onHeard,
  signal,
}: Listening): Promise<void> {
  const heard = new Set<string>();
  const batches = await client.calls.watch({ integration }, { signal });
  for await (const { calls } of batches) {
    // The first comes at once, with no calls.
    onBegun();
    for (const call of calls) {
      if (signal.aborted) return;
      if (!isEnded(call) || heard.has(call.id)) continue;
      heard.add(call.id);
      onHeard(await hear(client, call.id, run));
    }
  }
}

async function hear(client: Listening['client'], id: string, run: Listening['run']): Promise<Heard> {
  const call = await client.calls.get({ id });
  try {
    return { call, dryRun: await run(id), fault: null };
  } catch (error) {
    return { call, dryRun: null, fault: error instanceof Error ? error.message : String(error) };
  }
}
