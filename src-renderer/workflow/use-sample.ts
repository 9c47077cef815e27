import { useQuery } from '@tanstack/react-query';
import type { CallSummary } from '#shared/model/call.ts';
import type { Sample } from '#shared/model/dry-run.ts';
import type { Integration } from '#shared/model/integration.ts';
import { orpc } from '#renderer/app/queries.ts';
import { unsaved, useSampleChoice, type SampleChoice } from './sample-choice.ts';

export interface ChosenSample {
  readonly choice: SampleChoice;
  readonly choose: (choice: SampleChoice) => void;
  /** Null where there is no call yet, and none was made up. */
  readonly sample: Sample | null;
  /** The newest calls that were let in. */
  readonly calls: readonly CallSummary[];
}

const offeredCalls = 50;

/** How often it is looked whether a newer one came. */
const lookEveryMs = 3_000;

export function useSample(base: Integration | null, isShown: boolean): ChosenSample {
  const [choice, choose] = useSampleChoice(base?.id ?? unsaved);
  const found = useQuery({
    ...orpc.calls.list.queryOptions({
      input: { integration: `${base?.code}/${base?.name}`, limit: offeredCalls },
    }),
    enabled: base !== null && isShown,
    refetchInterval: lookEveryMs,
  });
  const calls = (found.data?.calls ?? []).filter(({ state }) => state !== 'refused');
  return { choice, choose, calls, sample: sampleOf(choice, calls[0]?.id) };
}

function sampleOf({ kind, callId, request }: SampleChoice, newest: string | undefined): Sample | null {
  if (kind === 'request') return request === undefined ? null : { request };
  const id = kind === 'call' ? callId : newest;
  return id === undefined ? null : { callId: id };
}
