// What a list of calls is narrowed by; the screens, the command line and the admin API have the same.
import { z } from 'zod';
import { statusRange } from '../status-range.ts';
import { CallState, type CallSummary } from './call.ts';

const statusClass = /^[1-5]xx$/;

/** A status, or all of its hundred: `404`, `4xx`. */
export const StatusFilter = z.union([z.string().regex(statusClass), z.coerce.number().int()]);
export type StatusFilter = z.infer<typeof StatusFilter>;

export const CallFilter = z.strictObject({
  integration: z.string().optional().meta({ description: 'A name, or code/name.' }),
  /** One, or a list. */
  state: z.union([CallState.transform((state) => [state]), z.array(CallState)]).optional(),
  keyLabel: z.string().optional(),
  method: z.string().optional(),
  status: StatusFilter.optional().meta({ description: 'The answered status, or all of its hundred (4xx).' }),
  problem: z.string().optional().meta({ description: 'The code of what went wrong.' }),
  lane: z.string().optional().meta({ description: 'code/name, with #key where ordered by one.' }),
  longerThanMs: z.coerce
    .number()
    .nonnegative()
    .optional()
    .meta({ description: 'From received to ended, more milliseconds than this.' }),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  text: z.string().optional().meta({ description: 'Found in path, query, headers or body.' }),
});
export type CallFilter = z.infer<typeof CallFilter>;

/** Whether a call fits, as far as its summary tells: all but the text. The store's conditions say the same in SQL. */
export function fitsFilter(filter: CallFilter): (call: CallSummary) => boolean {
  const { integration, state, keyLabel, method, problem, lane, longerThanMs } = filter;
  const [firstStatus, lastStatus] =
    filter.status === undefined ? [-Infinity, Infinity] : statusRange(filter.status);
  const since = filter.since === undefined ? -Infinity : Date.parse(filter.since);
  const until = filter.until === undefined ? Infinity : Date.parse(filter.until);
  return (call) => {
    const receivedAt = Date.parse(call.receivedAt);
    return (
      (integration === undefined || isOf(call, integration)) &&
      (state === undefined || state.length === 0 || state.includes(call.state)) &&
      (keyLabel === undefined || call.keyLabel === keyLabel) &&
      (method === undefined || call.method === method) &&
      (problem === undefined || call.problem?.code === problem) &&
      (lane === undefined || call.lane === lane) &&
      (longerThanMs === undefined || (call.totalMs !== null && call.totalMs > longerThanMs)) &&
      (filter.status === undefined ||
        (call.answeredStatus !== null &&
          call.answeredStatus >= firstStatus &&
          call.answeredStatus <= lastStatus)) &&
      receivedAt >= since &&
      receivedAt <= until
    );
  };
}

/** By the name, or by `code/name`, which refused calls have in their path only. */
const isOf = ({ integration, lane, path }: CallSummary, wanted: string): boolean =>
  wanted.includes('/') ? lane === wanted || path === `/${wanted}` : integration === wanted;
