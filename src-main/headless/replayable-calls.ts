import type { Client } from '#shared/contract/index.ts';
import { isOpen, type CallSummary } from '#shared/model/call.ts';
import type { CallSelection } from '#shared/model/replay.ts';

/** The calls that a replay would send, in its order. */
export async function replayable(client: Client, selection: CallSelection): Promise<CallSummary[]> {
  const found: CallSummary[] = [];
  if ('ids' in selection) for (const id of selection.ids) found.push(await client.calls.get({ id }));
  else {
    for (let before: number | undefined | null; before !== null;) {
      const page = await client.calls.list({ ...selection.filter, limit: 1000, before });
      found.push(...page.calls);
      before = page.nextBefore;
    }
  }
  return found
    .filter(({ state }) => state !== 'refused' && !isOpen(state))
    .sort((a, b) => a.sequence - b.sequence);
}
