import { threadNames } from './process-cost.ts';
import type { RowName, Sample } from './rows.ts';
import { targets, type Round, type Target } from './targets.ts';

export const titles: Readonly<Record<RowName, string>> = {
  bare: 'bare Fastify, nothing kept',
  durable: 'durable 202',
  secure: 'the same over TLS',
  executed: 'durable 202, executed meanwhile',
  besieged: 'durable 202, beside 2,048 slow heads',
  bareFlooded: 'bare Fastify, beside a flood of unknown addresses',
  flooded: 'durable 202, beside a flood of unknown addresses',
  answered: 'request-response, one transform',
  calm: 'request-response, 4 callers',
  unruly: 'the same, beside workflows that are bombs',
  noStep: 'request-response, no step',
  transform: 'the same with a transform',
  javascript: 'the same with javascript',
  httpRequest: 'the same with an httpRequest to this machine',
  sql: 'the same with an sql to a file',
  email: 'the same with an email to this machine',
  command: 'the same with a command that does nothing',
  writeFile: 'the same with a writeFile',
  delay: 'the same with a delay of 0',
  respond: 'the same with a respond',
  fail: 'the same with a fail that it goes on after',
  forEach: 'the same with a forEach of ten transforms',
  call: 'the same with a call of the one with a transform',
  fiveSteps: 'the same with five of them',
  one: 'durable 202, a service with one of them',
  many: 'durable 202, over 200 integrations',
  bullmq: 'Fastify, BullMQ, Redis appendfsync always',
  thousand: 'durable 202, a thousand stored calls',
  million: 'durable 202, a million stored calls',
  keyless: 'durable 202 of 1 KiB, no authentication',
  apiKey: 'the same by API key',
  basic: 'the same by user and password',
  hmac: 'the same by HMAC signature',
  jwt: 'the same by JWT, the same token again',
  commits: 'commits of one row, FULL',
  insert: 'the writer alone, 32 calls a commit',
  leastInsert: 'the least that SQLite takes for that',
  lane: 'one ordered lane, draining',
  lanes: 'eight ordered lanes, draining',
  bareStart: 'bare Fastify, spawn to first 2xx',
  start: 'Hookline, spawn to first 2xx',
  window: 'the desktop app over its double, spawn to a usable window',
  screens: 'what a window loads first, gzip',
  logLoad: 'the log of a million calls, the window loaded',
  logOpen: 'the same, from another screen',
  logFilter: 'it filtered by state and integration',
  logFirstFound: 'a rare word searched, first call found',
  logSearched: 'a word that is nowhere searched, all looked at',
  logOldest: 'from the newest call to the oldest',
  charts24h: 'charts of 24 hours',
  charts30d: 'charts of 30 days',
  logScrolled: 'the log scrolled, its pages loaded on the way',
  streamFollowed: 'the log followed while up to 5,000 calls a second come',
  streamHeld: 'the log held while they come',
  laneList: 'the lanes, one with 10,000 waiting calls',
  laneOpened: 'that one opened, its first calls',
  laneLast: 'its last calls',
  laneScrolled: 'its calls scrolled',
  laneWatched: 'it watched while 20 a second end and come',
};

/** Medians over the rounds; ratios are taken within each round. */
export function summarise(rounds: readonly Round[], names: readonly RowName[]) {
  const rows = names.map((name) => {
    const of = (field: keyof Sample) => rounds.map((round) => round[name]?.[field]);
    const ofBare = rounds.map((round) => {
      const [own, bare] = [round[name]?.p99Ms && round[name].perSecond, round.bare?.perSecond];
      return own && bare ? own / bare : undefined;
    });
    return {
      row: titles[name],
      perSecond: median(of('perSecond'), 0),
      ofBare: median(ofBare, 2),
      p50Ms: median(of('p50Ms'), 2),
      p99Ms: median(of('p99Ms'), 2),
      cpuUs: median(of('cpuUs'), 1),
      ...Object.fromEntries(threadNames.map((thread) => [`${thread}Us`, median(of(thread), 1)])),
      ms: median(of('ms'), 0),
      p95Ms: median(of('p95Ms'), 1),
      longTasks: median(of('longTasks'), 0),
      mainShare: median(of('mainShare'), 2),
      heapStartMb: median(of('heapStartMb'), 0),
      heapMaxMb: median(of('heapMaxMb'), 0),
      heapEndMb: median(of('heapEndMb'), 0),
      missing: median(of('missing'), 0),
      megabytes: median(of('megabytes'), 0),
      kilobytes: median(of('kilobytes'), 0),
      errors: rounds.reduce((sum, round) => sum + (round[name]?.errors ?? 0), 0),
    };
  });
  const met = targets.flatMap((target) => {
    const measured = median(
      rounds.map((round) => target.measured(round)),
      2,
    );
    if (measured === undefined) return [];
    const { name, floor, stretch } = target;
    return [{ target: name, measured, floor, stretch, met: verdict(measured, target) }];
  });
  return { rows, targets: met };
}

function verdict(measured: number, { floor, stretch, better }: Target): 'stretch' | 'floor' | 'no' {
  const reaches = (bound: number) => (better === 'more' ? measured >= bound : measured <= bound);
  return reaches(stretch) ? 'stretch' : reaches(floor) ? 'floor' : 'no';
}

/** Undefined where no round has a value. */
function median(values: readonly (number | undefined)[], digits: number): number | undefined {
  const sorted = values.filter((value) => value !== undefined).toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined ? undefined : Number(middle.toFixed(digits));
}

/** Prints records as a table, each under its first field, without the columns that nobody fills. */
export function printTable(records: readonly Readonly<Record<string, unknown>>[]): void {
  const [head, ...columns] = Object.keys(records[0] ?? {});
  if (head === undefined) return;
  const filled = columns.filter((column) => records.some((record) => record[column] !== undefined));
  const lines = records.map((record) => [
    record[head],
    Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)),
  ]);
  console.table(Object.fromEntries(lines), filled);
}
