import type { RowName, Sample } from './rows.ts';

export type Round = Partial<Record<RowName, Sample>>;

export interface Target {
  readonly name: string;
  /** From the rows of one round; undefined where one of them is missing. */
  measured(round: Round): number | undefined;
  readonly floor: number;
  readonly stretch: number;
  readonly better: 'more' | 'less';
}

/** How many times the second one is the first. */
function ratio(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one / other;
}

/** The greatest of them; undefined where one is missing. */
const most = (values: readonly (number | undefined)[]): number | undefined =>
  values.includes(undefined) ? undefined : Math.max(...values.flatMap((value) => value ?? []));

/** The table of targets, in its order. */
export const targets: readonly Target[] = [
  {
    name: 'durable 202, of bare Fastify',
    measured: ({ durable, bare }) => ratio(durable?.perSecond, bare?.perSecond),
    floor: 0.6,
    stretch: 0.75,
    better: 'more',
  },
  {
    name: 'its p99, of bare Fastify',
    measured: ({ durable, bare }) => ratio(durable?.p99Ms, bare?.p99Ms),
    floor: 4,
    stretch: 2.5,
    better: 'less',
  },
  {
    name: 'its CPU, of bare Fastify',
    measured: ({ durable, bare }) => ratio(durable?.cpuUs, bare?.cpuUs),
    floor: 1.9,
    stretch: 1.5,
    better: 'less',
  },
  {
    name: 'its p99 beside slow heads, of that without',
    measured: ({ besieged, durable }) => ratio(besieged?.p99Ms, durable?.p99Ms),
    floor: 3,
    stretch: 1.5,
    better: 'less',
  },
  {
    name: 'its p99 beside a flood, of bare Fastify beside the same',
    measured: ({ flooded, bareFlooded }) => ratio(flooded?.p99Ms, bareFlooded?.p99Ms),
    floor: 4,
    stretch: 2.5,
    better: 'less',
  },
  {
    name: 'p99 of an answer beside bombs, of that without',
    measured: ({ unruly, calm }) => ratio(unruly?.p99Ms, calm?.p99Ms),
    floor: 2,
    stretch: 1.2,
    better: 'less',
  },
  {
    name: 'CPU of a 202 over TLS, of that without',
    measured: ({ secure, durable }) => ratio(secure?.cpuUs, durable?.cpuUs),
    floor: 1.3,
    stretch: 1.1,
    better: 'less',
  },
  {
    name: 'request-response, of bare Fastify',
    measured: ({ answered, bare }) => ratio(answered?.perSecond, bare?.perSecond),
    floor: 0.25,
    stretch: 0.4,
    better: 'more',
  },
  {
    name: 'one ordered lane, of single-row commits',
    measured: ({ lane, commits }) => ratio(lane?.perSecond, commits?.perSecond),
    floor: 0.5,
    stretch: 0.8,
    better: 'more',
  },
  {
    name: 'eight ordered lanes, of one',
    measured: ({ lanes, lane }) => ratio(lanes?.perSecond, lane?.perSecond),
    floor: 2,
    stretch: 4,
    better: 'more',
  },
  {
    name: 'CPU of a call by API key, of one without',
    measured: ({ keyless, apiKey }) => ratio(apiKey?.cpuUs, keyless?.cpuUs),
    floor: 1.05,
    stretch: 1,
    better: 'less',
  },
  {
    name: 'CPU of a call by HMAC over 1 KiB, of one without',
    measured: ({ keyless, hmac }) => ratio(hmac?.cpuUs, keyless?.cpuUs),
    floor: 1.15,
    stretch: 1.05,
    better: 'less',
  },
  {
    name: 'start to first 2xx, of bare Fastify',
    measured: ({ start, bareStart }) => ratio(start?.ms, bareStart?.ms),
    floor: 4,
    stretch: 2,
    better: 'less',
  },
  {
    name: 'what a window loads first, gzip kB',
    measured: ({ screens }) => screens?.kilobytes,
    floor: 400,
    stretch: 300,
    better: 'less',
  },
  {
    name: 'idle memory, MB',
    measured: ({ start }) => start?.megabytes,
    floor: 150,
    stretch: 110,
    better: 'less',
  },
  {
    name: 'cost at a million stored calls, of that at a thousand',
    measured: ({ million, thousand }) => ratio(million?.cpuUs, thousand?.cpuUs),
    floor: 1.15,
    stretch: 1,
    better: 'less',
  },
  {
    name: 'cost with 200 integrations, of that with one',
    measured: ({ many, one }) => ratio(many?.cpuUs, one?.cpuUs),
    floor: 1.15,
    stretch: 1,
    better: 'less',
  },
  {
    name: 'first call found in a million, ms',
    measured: ({ logFirstFound }) => logFirstFound?.ms,
    floor: 1_000,
    stretch: 500,
    better: 'less',
  },
  {
    name: 'a million calls searched, ms',
    measured: ({ logSearched }) => logSearched?.ms,
    floor: 8_000,
    stretch: 4_000,
    better: 'less',
  },
  {
    name: 'main thread of the page for 5,000 calls a second, of a core',
    // Of as many as the machine could make beside Chromium.
    measured: ({ streamFollowed, streamHeld }) =>
      most([
        ratio(5_000 * (streamFollowed?.mainShare ?? NaN), streamFollowed?.perSecond),
        ratio(5_000 * (streamHeld?.mainShare ?? NaN), streamHeld?.perSecond),
      ]),
    floor: 0.5,
    stretch: 0.25,
    better: 'less',
  },
  {
    name: 'calls missing in the page after it',
    measured: ({ streamFollowed, streamHeld }) =>
      streamFollowed?.missing === undefined || streamHeld?.missing === undefined
        ? undefined
        : Math.abs(streamFollowed.missing) + Math.abs(streamHeld.missing),
    floor: 0,
    stretch: 0,
    better: 'less',
  },
];
