// Where the screens show what a notification is about: the address after `#`.
import type { NotificationKind } from '#shared/model/notification.ts';
import type { CallState } from '#shared/model/call.ts';
import { type FailedCalls, isoOf, type Times } from './finding.ts';

const placeWith = (path: string, query: [name: string, value: string][]): string =>
  `${path}?${new URLSearchParams(query).toString()}`;

/** The call itself where there is one; else the log of the time in which they were received. */
export const placeOfCalls = (
  { address, lastId }: FailedCalls,
  count: number,
  areOfOne: boolean,
  times: Times | null,
): string =>
  count === 1 && lastId !== null
    ? `/calls/${lastId}`
    : logOf(areOfOne ? address : undefined, ['failed', 'interrupted'], times);

export const placeOfRefused = (address: string | undefined, times: Times): string =>
  logOf(address, ['refused'], times);

function logOf(address: string | undefined, states: readonly CallState[], times: Times | null): string {
  const named: [string, string][] = address === undefined ? [] : [['integration', address]];
  return placeWith('/calls', [
    ...named,
    ...states.map((state): [string, string] => ['state', state]),
    ...(times === null ? [] : timesOf(times)),
  ]);
}

const timesOf = ({ sinceMs, untilMs }: Times): [string, string][] => [
  ['since', isoOf(sinceMs)],
  ['until', isoOf(untilMs)],
];

export const placeOfLane = (lane: string): string => placeWith('/lanes', [['lane', lane]]);

export const placeOfMany: { readonly [K in NotificationKind]: string } = {
  failedCall: '/calls?state=failed&state=interrupted',
  heldLane: '/lanes',
  waitingAge: '/lanes',
  refusedShare: '/calls?state=refused',
  expiringKey: '/consumers',
};
