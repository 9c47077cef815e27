// What is measured, one function for each row. A row is opened once, then measured once in each round.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { commitsPerSecond } from './commits.ts';
import {
  kinds,
  lanesInstallation,
  manyInstallation,
  pathOf,
  paths,
  usualInstallation,
  type BenchKind,
} from './installation.ts';
import { cpuUsOf, threadNames, type CpuUs } from './process-cost.ts';
import { serviceArgs, startProgram, startService, type Server } from './processes.ts';
import { startRedis } from './redis.ts';
import { besiege, canBesiege, flood } from './siege.ts';
import { laneRows } from './eyes/lane-rows.ts';
import { logRows } from './eyes/log-rows.ts';
import type { Watched } from './eyes/watch-page.ts';
import { screensSize } from '../support/screens-size.ts';
import { startAndRest } from './start-time.ts';
import { canOpenWindow, windowStartMs } from './window-start.ts';
import { insertCpuUs } from './inserts.ts';
import { endsPerSecond, makeCalls, startOnCopy, untilDone } from './stored-calls.ts';
import { type BenchWorkflow, idleProgram, workflowNames } from './workflows.ts';
import { send, sendingWith, type createLoad, type Sending } from './wrk.ts';

/** What one round found; what a row does not have is absent. CPU is that of one call, in all and by threads. */
export type Sample = Partial<
  Record<
    | 'perSecond'
    | 'p50Ms'
    | 'p99Ms'
    | 'cpuUs'
    | keyof CpuUs
    | 'errors'
    | 'ms'
    | 'megabytes'
    | 'kilobytes'
    | 'missing'
    | keyof Watched,
    number | undefined
  >
>;

/** What all rows share. */
export interface Bench {
  readonly folder: string;
  readonly seconds: number;
  readonly load: ReturnType<typeof createLoad>;
  /** Fastify that answers, and keeps nothing. Each server is started when first asked for. */
  bare(): Promise<Server>;
  /** The service that several rows call. */
  usual(): Promise<Server>;
  /** The one whose integrations differ in their authentication. */
  kinds(): Promise<Server>;
  /** The one that has bombs for workflows. */
  bombs(): Promise<Server>;
  /** The one whose integrations differ in their steps. */
  workflows(): Promise<Server>;
  /** What must not outlive the run. */
  readonly open: Set<Server>;
}

/** Null where this machine lacks what the row needs. */
export type OpenRow = (bench: Bench) => Promise<(() => Promise<Sample>) | null>;

/** The screens over much: what people wait for, and what a page costs while calls stream in. */
const eyes = { ...logRows, ...laneRows };

/** Rows that are measured together by the name of all of them. */
export const parts: Readonly<Record<string, readonly string[]>> = {
  eyes: Object.keys(eyes),
  steps: workflowNames,
};

export const rows = {
  bare: async (bench) => loadRow(bench, await bench.bare(), paths.bare),
  durable: async (bench) => loadRow(bench, await bench.usual(), paths.accept),
  secure: async (bench) => {
    const server = await bench.usual();
    return loadRow(bench, { ...server, url: server.httpsUrl ?? '' }, paths.accept);
  },
  executed: async (bench) => {
    const measure = await loadRow(bench, await bench.usual(), paths.acceptAndRun);
    return async () => {
      const sample = await measure();
      // What is left to run would be paid by the next row.
      await untilDone(join(bench.folder, 'usual'), paths.acceptAndRun[0]);
      return sample;
    };
  },
  besieged: async (bench) => {
    if (!canBesiege()) return null;
    const server = await bench.usual();
    return () => besiege(server.url, () => measureLoad(bench, server, paths.accept));
  },
  // The flood takes its part of the same cores, whatever it meets there.
  bareFlooded: async (bench) => {
    const server = await bench.bare();
    return () => flood(server.url, () => measureLoad(bench, server, paths.bare));
  },
  flooded: async (bench) => {
    const server = await bench.usual();
    return () => flood(server.url, () => measureLoad(bench, server, paths.accept));
  },
  answered: async (bench) => loadRow(bench, await bench.usual(), paths.requestResponse),
  calm: async (bench) => bombsRow(bench, 0),
  unruly: async (bench) => bombsRow(bench, bombsAtOnce),
  noStep: async (bench) => workflowRow(bench, 'noStep'),
  transform: async (bench) => workflowRow(bench, 'transform'),
  javascript: async (bench) => workflowRow(bench, 'javascript'),
  httpRequest: async (bench) => workflowRow(bench, 'httpRequest'),
  sql: async (bench) => workflowRow(bench, 'sql'),
  email: async (bench) => workflowRow(bench, 'email'),
  command: async (bench) => (idleProgram === null ? null : workflowRow(bench, 'command')),
  writeFile: async (bench) => workflowRow(bench, 'writeFile'),
  delay: async (bench) => workflowRow(bench, 'delay'),
  respond: async (bench) => workflowRow(bench, 'respond'),
  fail: async (bench) => workflowRow(bench, 'fail'),
  forEach: async (bench) => workflowRow(bench, 'forEach'),
  call: async (bench) => workflowRow(bench, 'call'),
  fiveSteps: async (bench) => workflowRow(bench, 'fiveSteps'),
  // Not `usual`, which other rows have made warm.
  one: async (bench) => {
    const service = startService(join(bench.folder, 'one'), usualInstallation());
    return loadRow(bench, await kept(bench, service), paths.accept);
  },
  many: async (bench) => {
    const service = startService(join(bench.folder, 'many'), manyInstallation());
    return loadRow(bench, await kept(bench, service), paths.many);
  },
  bullmq: async (bench) => {
    const redis = await startRedis(join(bench.folder, 'redis'));
    if (redis === null) return null;
    bench.open.add(redis.server);
    const producer = startProgram('bullmq-producer.ts', String(redis.port));
    return loadRow(bench, await kept(bench, producer), ['/bench/Bullmq'], [redis.server]);
  },
  thousand: async (bench) => {
    const prepared = await prepareStored(bench, 'thousand', 1_000);
    // Begun anew each time, since every round adds to it; what has just begun is not as fast yet.
    return () =>
      onCopy(bench, prepared, async (server) => {
        bench.load(server.url, paths.accept, warmUpSeconds);
        return measureLoad(bench, server, paths.accept);
      });
  },
  million: async (bench) => {
    const prepared = await prepareStored(bench, 'million', 1_000_000);
    return loadRow(bench, await kept(bench, startService(prepared)), paths.accept);
  },
  keyless: async (bench) => kindRow(bench, 'keyless'),
  apiKey: async (bench) => kindRow(bench, 'apiKey'),
  basic: async (bench) => kindRow(bench, 'basic'),
  hmac: async (bench) => kindRow(bench, 'hmac'),
  jwt: async (bench) => kindRow(bench, 'jwt'),
  commits: async ({ folder, seconds }) => {
    return async () => ({ perSecond: commitsPerSecond(join(folder, 'commits.db'), Math.min(seconds, 2)) });
  },
  insert: async ({ folder }) => insertRow(folder, 'call'),
  leastInsert: async ({ folder }) => insertRow(folder, 'least'),
  lane: async (bench) => drainRow(bench, paths.lanes.slice(0, 1), 6_000),
  lanes: async (bench) => drainRow(bench, paths.lanes, 2_000),
  bareStart: async () => () =>
    startAndRest((port) => ['test/bench/bare-fastify.ts', String(port)], '/bench/Bare'),
  start: async (bench) => {
    const prepared = await prepareStored(bench, 'start', 1_000);
    return () => startAndRest((port) => serviceArgs(prepared, port), paths.acceptAndRun[0]);
  },
  window: async () => (canOpenWindow() ? async () => ({ ms: await windowStartMs() }) : null),
  screens: async () => async () => ({ kilobytes: screensSize().gzipBytes / 1_000 }),
  ...eyes,
} satisfies Record<string, OpenRow>;

export type RowName = keyof typeof rows;

/** Until V8 has compiled what is called all the time. */
const warmUpSeconds = 3;

async function kept(bench: Bench, starting: Promise<Server>): Promise<Server> {
  const server = await starting;
  bench.open.add(server);
  return server;
}

/** `with`: further processes that take part in the work. */
async function loadRow(
  bench: Bench,
  server: Server,
  at: readonly string[],
  others: readonly Server[] = [],
): Promise<() => Promise<Sample>> {
  bench.load(server.url, at, warmUpSeconds);
  return async () => measureLoad(bench, server, at, others);
}

function measureLoad(
  bench: Bench,
  server: Server,
  at: readonly string[],
  others: readonly Server[] = [],
  sending?: Sending,
): Sample {
  const all = [server, ...others];
  const before = all.map(({ pid }) => cpuUsOf(pid));
  const { requests, ...load } = bench.load(server.url, at, bench.seconds, sending);
  const after = all.map(({ pid }) => cpuUsOf(pid));
  const used = (name: keyof CpuUs) =>
    sum(all.map((_, one) => (after[one]?.[name] ?? NaN) - (before[one]?.[name] ?? NaN))) / requests;
  const byThread = Object.fromEntries(threadNames.map((name) => [name, numberOrNone(used(name))]));
  return { ...load, ...byThread, cpuUs: numberOrNone(sum(threadNames.map(used))) };
}

const sum = (parts: readonly number[]): number => parts.reduce((all, part) => all + part, 0);
const numberOrNone = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value);

/** Calls of 1 KiB that are let in by one kind of authentication, or by none. */
async function kindRow(bench: Bench, kind: BenchKind): Promise<() => Promise<Sample>> {
  const server = await bench.kinds();
  const sending = sendingWith(kinds[kind].credentials);
  bench.load(server.url, [pathOf(kind)], 1, sending);
  return async () => measureLoad(bench, server, [pathOf(kind)], [], sending);
}

/** So few callers that they do not wait for each other; what they wait for is seen then. */
const fewCallers = 4;
/** Each takes a few seconds, and so that one is under way all the time of a measurement. */
const bombsAtOnce = 4;

/** Calls that are answered, beside as many others in a lane whose workflow is bombs. */
async function bombsRow(bench: Bench, bombs: number): Promise<() => Promise<Sample>> {
  const { url } = await bench.bombs();
  bench.load(url, paths.requestResponse, warmUpSeconds);
  return async () => {
    for (let at = 0; at < bombs; at++) await (await send(url + paths.bombs[0])).arrayBuffer();
    const { requests: _, ...load } = bench.load(
      url,
      paths.requestResponse,
      bench.seconds,
      undefined,
      fewCallers,
    );
    if (bombs > 0) await untilDone(join(bench.folder, 'bombs'));
    return load;
  };
}

/** Processes that steps begin go again while other rows are measured: each time they are there before it counts. */
async function workflowRow(bench: Bench, name: BenchWorkflow): Promise<() => Promise<Sample>> {
  const server = await bench.workflows();
  const at = [pathOf(name)];
  const ended = () => untilDone(join(bench.folder, 'workflows'), at[0]);
  return async () => {
    bench.load(server.url, at, warmUpSeconds);
    await ended();
    const sample = measureLoad(bench, server, at);
    // What is left to run would be paid by the next row.
    await ended();
    return sample;
  };
}

const insertRow = (folder: string, what: 'call' | 'least') => async () => ({
  cpuUs: insertCpuUs(join(folder, 'inserts.db'), what),
});

async function prepareStored(bench: Bench, name: string, each: number): Promise<string> {
  const data = join(bench.folder, name);
  const installation = usualInstallation();
  await makeCalls(data, { installation, paths: paths.acceptAndRun, each, state: 'succeeded' });
  return data;
}

async function drainRow(bench: Bench, at: readonly string[], each: number): Promise<() => Promise<Sample>> {
  const prepared = join(bench.folder, `waiting-${at.length}`);
  await makeCalls(prepared, { installation: lanesInstallation(), paths: at, each, state: 'waiting' });
  return () =>
    onCopy(bench, prepared, async (_server, data) => {
      await untilDone(data);
      return { perSecond: endsPerSecond(data) };
    });
}

async function onCopy(
  bench: Bench,
  prepared: string,
  measure: (server: Server, data: string) => Promise<Sample>,
): Promise<Sample> {
  const data = `${prepared}-copy`;
  const server = await kept(bench, startOnCopy(prepared, data));
  try {
    return await measure(server, data);
  } finally {
    await server.stop();
    bench.open.delete(server);
    rmSync(data, { recursive: true, force: true });
  }
}
