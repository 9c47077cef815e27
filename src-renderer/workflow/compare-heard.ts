import type { CallDetail } from '#shared/model/call.ts';
import type { Heard } from './listen.ts';

interface Side {
  readonly title: string;
  readonly body: string | null;
}

/** A live call and the dry run of the draft, side by side. */
export function compareHeard({ call, dryRun, fault }: Heard): {
  readonly live: Side;
  readonly draft: Side;
  readonly isSame: boolean;
} {
  const live = sideOf(call.state, call.response, call.problem?.text ?? null);
  const draft =
    dryRun === null
      ? { title: 'was not run', body: fault }
      : sideOf(dryRun.state, dryRun.response, dryRun.problem?.text ?? null);
  return { live, draft, isSame: dryRun !== null && live.title === draft.title && live.body === draft.body };
}

/** What failed has no answer but its reason. */
const sideOf = (state: string, response: CallDetail['response'], problem: string | null): Side =>
  response === null || problem !== null
    ? { title: state, body: problem }
    : { title: `${state}, status ${response.status}`, body: response.body?.data ?? null };
