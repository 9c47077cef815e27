// What a notification says: one line, the same in the list, on the desktop, in a mail and in a webhook.
import type { NotificationKind } from './notification.ts';

export interface NotificationFacts {
  readonly kind: NotificationKind;
  readonly count: number;
  /** Names; empty where it is of none, or of all. */
  readonly integrations: readonly string[];
  /** Of API keys. */
  readonly labels: readonly string[];
  /** What was passed: seconds, percent, or when a key expires, in milliseconds since 1970. */
  readonly bound: number | null;
  /** When it was found. */
  readonly foundAtMs: number;
}

export const notificationText = (facts: NotificationFacts, isOver: boolean): string =>
  words[facts.kind](facts, isOver);

type Words = (facts: NotificationFacts, isOver: boolean) => string;

const words: { readonly [K in NotificationKind]: Words } = {
  failedCall: ({ count, integrations }) =>
    `${counted(count, 'A call', 'calls')}${ofThem(integrations)} failed`,
  heldLane: ({ count, integrations }, isOver) =>
    isOver
      ? `${counted(count, 'A held lane', 'held lanes')}${ofThem(integrations)} resumed`
      : `${counted(count, 'A lane', 'lanes')}${ofThem(integrations)} ${count === 1 ? 'is' : 'are'} held`,
  waitingAge({ integrations, bound }, isOver) {
    const time = durationText(bound ?? 0);
    return isOver
      ? `No call${ofThem(integrations)} waits longer than ${time} any more`
      : `Calls${ofThem(integrations)} wait longer than ${time}`;
  },
  refusedShare({ integrations, bound }, isOver) {
    const share = `${bound} % of ${integrations.length === 0 ? 'all' : 'the'} calls${ofThem(integrations)}`;
    return isOver ? `No more than ${share} are refused any more` : `More than ${share} are refused`;
  },
  expiringKey({ count, labels, integrations, bound, foundAtMs }, isOver) {
    const whose = ofThem(integrations);
    if (count > 1)
      return `${count} API keys${whose} ${isOver ? 'no longer expire' : 'expire'}: ${listed(labels)}`;
    const key = `The API key ${labels[0] ?? ''}${whose}`;
    if (isOver) return `${key} no longer expires`;
    const day = new Date(bound ?? 0).toISOString().slice(0, 10);
    return `${key} ${(bound ?? 0) <= foundAtMs ? 'expired' : 'expires'} on ${day}`;
  },
};

const counted = (count: number, one: string, many: string): string =>
  count === 1 ? one : `${count} ${many}`;

const ofThem = (names: readonly string[]): string => (names.length === 0 ? '' : ` of ${listed(names)}`);

const named = 3;

function listed(names: readonly string[]): string {
  if (names.length > named + 1) {
    return `${names.slice(0, named).join(', ')} and ${names.length - named} others`;
  }
  const [last = ''] = names.slice(-1);
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

const units = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const;

/** Seconds in the largest unit that leaves nothing over. */
export function durationText(seconds: number): string {
  const [size, unit] = units.find(([of]) => seconds % of === 0 && seconds >= of) ?? units[3];
  const count = seconds / size;
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
