// A crash run: producers send, lives are killed at random moments, and in the end everything is checked. The
// driver, its producers and its sink are one process, which is never killed.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CrashPoint } from '#main/crash-point.ts';
import { between, createRandom } from '#test/support/random.ts';
import { losePower, watchEnvironment, type Loss, type Watched } from '../shim/lose-power.ts';
import { preload, type Shim } from '../shim/build-shim.ts';
import { createClock } from '../shim/clock.ts';
import { check, checkLiveness, type Run } from './check.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { startLife, type Life } from './life.ts';
import { mutantEnvironment, type MutantName } from './mutants.ts';
import { produce } from './produce.ts';
import { integrity, look, readRows } from './read-rows.ts';
import { startSink } from './sink.ts';
import { installLanes } from './install-lanes.ts';
import type { LanePlan } from './workload.ts';

export interface CrashRun {
  readonly seed: number;
  readonly kills: number;
  readonly lanes: Readonly<Record<string, LanePlan>>;
  /** What each kill takes beside the process; null: the page cache survives. */
  readonly loss: Loss | null;
  /** In place of random moments: where the lives die, in turn. */
  readonly points?: readonly CrashPoint[];
  /** How often a life comes past its point before it dies there: so often at least, and at most. */
  readonly passes?: readonly [least: number, most: number];
  /** What is wrong with the product. */
  readonly mutant?: MutantName;
  /** Of each producer, between two calls. */
  readonly longestRestMs?: number;
  /** How long a life may take to hear every producer, and the last one to end every call; a hang ends here. */
  readonly patienceMs?: number;
  /** In the middle of each life the wall clock leaps to the next of these: so much ahead of the true time, or behind. */
  readonly leapsMs?: readonly number[];
  /** What the disk does wrong, in the words of `shim/fault.c`. */
  readonly fault?: Readonly<Record<string, string>>;
  /** In the last life, while the producers go on. */
  readonly steadily?: (life: Life) => Promise<void>;
}

export interface CrashReport {
  readonly broken: readonly string[];
  readonly ledger: Ledger;
  readonly acknowledged: number;
}

export async function driveCrashRun(root: string, options: CrashRun): Promise<CrashReport> {
  const { seed, kills, lanes, loss, mutant, patienceMs = 30_000, passes = [30, 90] } = options;
  const random = createRandom(seed);
  const watched = { folder: join(root, 'data'), journal: join(root, 'journal'), kept: join(root, 'kept') };
  await Promise.all([mkdir(watched.folder), mkdir(watched.kept)]);
  const ledger = createLedger(join(root, 'ledger.jsonl'));
  let started = Promise.withResolvers<void>();
  let starts = 0;
  const sink = await startSink(ledger, random, () => {
    starts++;
    started.resolve();
  });
  const paths = await installLanes(watched.folder, lanes, sink.url);

  let url = Promise.withResolvers<string>();
  let over = false;
  const heard = new Set<string>();
  /** One more start than there are places: an execution has come to its end. */
  const places = Object.values(lanes).reduce((sum, { concurrency }) => sum + concurrency, 0);
  const names = Object.entries(lanes).flatMap(([lane, { producers }]) =>
    Array.from({ length: producers }, (_, number) => ({ lane, name: `${lane}${number}`, number })),
  );
  const producing = names.map(({ lane, name, number }) =>
    produce({
      name,
      lane,
      path: paths.get(lane)!,
      asksAgain: lanes[lane]!.knowsKeys && number % 2 === 0,
      orderKeys: 5,
      longestRestMs: options.longestRestMs ?? 24,
      ledger,
      random: createRandom(seed + names.findIndex((one) => one.name === name)),
      url: () => url.promise,
      isOver: () => over,
      onAck: () => heard.add(name),
    }),
  );
  const produced = Promise.allSettled(producing);
  const clock = options.leapsMs === undefined ? null : createClock(join(root, 'clock'));
  const shims: Shim[] = [];
  if (loss !== null) shims.push('power-loss');
  if (clock !== null) shims.push('clock');
  if (options.fault !== undefined) shims.push('fault');
  const environment = {
    ...clock?.environment,
    ...preload(shims),
    ...watchEnvironment(watched),
    ...options.fault,
    ...(mutant === undefined ? {} : await mutantEnvironment(mutant)),
    FAULT_DIR: watched.folder,
  };
  /**
   * Long enough for every producer to be heard and one execution to end, and then for a random while: what ends three
   * times without that is a crash loop, which pauses executions. Every other kill falls into the middle of a call.
   */
  const momentToKill = async (number: number): Promise<void> => {
    await untilSo(() => heard.size === names.length && starts > places, patienceMs);
    const leapMs = options.leapsMs?.[number % options.leapsMs.length];
    if (leapMs !== undefined) clock?.setAheadMs(leapMs);
    await sleep(between(random, 60, 410));
    started = Promise.withResolvers();
    if (number % 2 === 0) await Promise.race([started.promise, sleep(200)]);
  };
  const died = async (number: number): Promise<void> => {
    // What it had sent before is read first.
    await sink.left();
    dead(ledger, number, watched, loss, random);
  };
  let life: Life | null = null;
  const stuck: string[] = [];
  const begin = async (number: number, spoiled: Readonly<Record<string, string>> = {}): Promise<Life> => {
    life = await startLife(watched.folder, { ...environment, ...spoiled });
    if (life.damage !== null) throw new Damaged(life.damage);
    heard.clear();
    starts = 0;
    ledger.add({ kind: 'up', life: number, diesSomewhere: 'HOOKLINE_CRASH' in spoiled });
    url.resolve(life.url);
    return life;
  };
  try {
    for (let number = 1; number <= kills; number++) {
      const point = options.points?.[number % options.points.length];
      const life = await begin(
        number,
        point === undefined ? {} : { HOOKLINE_CRASH: `${point}:${between(random, ...passes)}` },
      );
      if (point === undefined) await Promise.race([momentToKill(number), endedByItself(life)]);
      // A slow machine takes its time until there; the producers need not all be heard.
      else await Promise.race([life.ended, sleep(Math.max(patienceMs, 30_000))]);
      url = Promise.withResolvers();
      ledger.add({ kind: 'kill', life: number });
      await life.end('SIGKILL');
      await died(number);
    }
    const last = await begin(kills + 1);
    await options.steadily?.(last);
    over = true;
    const isHeard = Promise.all(producing).then(() => true);
    const isDone = await Promise.race([isHeard, endedByItself(last), sleep(patienceMs, false)]);
    if (!isDone) stuck.push(`STUCK a producer is not heard within ${patienceMs} ms`);
    const left = await openAtTheEnd(last, patienceMs);
    if (left > 0) stuck.push(`STUCK ${left} calls are open, and none has ended for ${patienceMs} ms`);
    ledger.add({ kind: 'kill', life: kills + 1 });
    await last.end('SIGKILL');
    await died(kills + 1);
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    stuck.push(`DAMAGED ${error.message}`);
  } finally {
    over = true;
    url.reject(new Error('The crash run is over.'));
    url.promise.catch(() => {});
    await (life as Life | null)?.end('SIGKILL');
    await produced;
    await sink.close();
  }
  const { broken, ...rest } = report(watched.folder, ledger, lanes);
  return { broken: [...stuck, ...broken], ...rest };
}

/** The service itself found that something it kept is lost; it takes no more calls, and the run ends. */
class Damaged extends Error {}

function report(folder: string, ledger: Ledger, lanes: Run['lanes']): CrashReport {
  const { events, looks } = ledger;
  const sound = integrity(folder);
  const run = { lanes, events, looks, rows: readRows(folder) };
  const broken = [...(sound === 'ok' ? [] : [`FILE ${sound}`]), ...check(run), ...checkLiveness(run)];
  return { broken, ledger, acknowledged: events.filter(({ kind }) => kind === 'ack').length };
}

async function untilSo(isSo: () => boolean, patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  while (!isSo() && Date.now() < until) await sleep(5);
}

/** How many calls are left when none of them has ended for as long: a slow machine takes its time, and is not stuck. */
async function openAtTheEnd(life: Life, patienceMs: number): Promise<number> {
  let until = Date.now() + patienceMs;
  let open = await life.openCalls();
  while (open > 0 && Date.now() < until) {
    await sleep(50);
    const left = await life.openCalls();
    if (left < open) until = Date.now() + patienceMs;
    open = left;
  }
  return open;
}

const endedByItself = async ({ ended }: Life): Promise<never> => {
  throw new Error(`The service ended by itself with ${await ended}.`);
};

function dead(ledger: Ledger, life: number, watched: Watched, loss: Loss | null, random: () => number): void {
  ledger.add({ kind: 'dead', life });
  if (loss !== null) losePower(watched, loss, random);
  ledger.look(look(watched.folder));
}
