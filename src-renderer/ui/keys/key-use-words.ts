// The use of a key in words and bars. Pure.
import { formatAgo, formatCount, formatNumberOf } from '#renderer/ui/format.ts';
import type { ApiKeyDraftInput } from '#shared/model/api-key.ts';
import type { KeyUse } from '#shared/model/key-use.ts';

const dayMs = 86_400_000;
export const shownDays = 30;

export const callsIn = ({ days }: KeyUse): number => days.reduce((sum, { calls }) => sum + calls, 0);

export const lastUsed = (use: KeyUse | undefined, nowMs: number): string =>
  use === undefined || use.lastUsedAt === null ? 'never' : formatAgo(use.lastUsedAt, nowMs);

/** When, from where and how often, in one sentence. */
export function useInWords(use: KeyUse | undefined, nowMs: number): string {
  if (use === undefined || use.lastUsedAt === null) return 'Not used yet.';
  const from = use.lastUsedFrom === null ? '' : ` from ${use.lastUsedFrom}`;
  const calls = formatNumberOf(callsIn(use), 'call');
  return `Last used ${formatAgo(use.lastUsedAt, nowMs)}${from}; ${callsIn(use) === 0 ? 'no calls' : calls} in ${shownDays} days.`;
}

/** One bar for each of the last days (UTC), today last; the highest has the share 1. */
export function barsOf({ days }: KeyUse, nowMs: number) {
  const callsOn = new Map(days.map(({ day, calls }) => [day, calls]));
  const most = Math.max(1, ...days.map(({ calls }) => calls));
  return Array.from({ length: shownDays }, (_none, at) => {
    const day = new Date(nowMs - (shownDays - 1 - at) * dayMs).toISOString().slice(0, 10);
    const calls = callsOn.get(day) ?? 0;
    return { day, calls, share: calls / most, title: `${day}: ${formatCount(calls)}` };
  });
}

/** What is asked of the calls with a key, in a few words; empty where nothing is. */
export function limitsInWords({ rateLimit, allow }: Pick<ApiKeyDraftInput, 'rateLimit' | 'allow'>): string {
  const rate =
    typeof rateLimit === 'object'
      ? [`${formatNumberOf(rateLimit.calls, 'call')} in ${rateLimit.perSeconds ?? 1} s`]
      : [];
  const from = allow !== undefined && allow.length > 0 ? [`from ${allow.join(', ')}`] : [];
  return [...rate, ...from].join(', ');
}
