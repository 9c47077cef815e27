// `npm run bench`: what Hookline costs beside bare Fastify, in rounds that take turns, so that a machine that changes
// its speed changes all of them. Only ratios of one run mean anything. BENCH_ROUNDS, BENCH_SECONDS (of each load) and
// BENCH_ROWS (names of `rows.ts`, with commas; `eyes` for all that look at the screens,
// `steps` for those of the kinds of step) make it shorter or longer.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bombsInstallation, kindsInstallation, pathOf, usualInstallation } from './installation.ts';
import { root, startProgram, startService, startSecureService, type Server } from './processes.ts';
import { printTable, summarise } from './report.ts';
import { parts, rows, type Bench, type RowName, type Sample } from './rows.ts';
import { type Share, sharesOf } from './shares.ts';
import type { Round } from './targets.ts';
import { startWorkflows } from './workflows.ts';
import { createLoad } from './wrk.ts';

const roundCount = Number(process.env['BENCH_ROUNDS'] ?? 5);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 2);
const isRow = (name: string): name is RowName => name in rows;
const names = (process.env['BENCH_ROWS'] ?? Object.keys(rows).join(','))
  .split(',')
  .flatMap((name) => parts[name] ?? [name])
  .filter(isRow);

const folder = mkdtempSync(join(tmpdir(), 'hookline-bench-'));
const open = new Set<Server>();

/** Started when first asked for, and the same from then on. */
function once(start: () => Promise<Server>): () => Promise<Server> {
  let starting: Promise<Server> | null = null;
  return async () => {
    starting ??= start();
    const server = await starting;
    open.add(server);
    return server;
  };
}

const bench: Bench = {
  folder,
  seconds,
  load: createLoad(folder),
  open,
  bare: once(() => startProgram('bare-fastify.ts')),
  usual: once(() => startSecureService(join(folder, 'usual'), usualInstallation())),
  kinds: once(() => startService(join(folder, 'kinds'), kindsInstallation())),
  bombs: once(() => startService(join(folder, 'bombs'), bombsInstallation())),
  workflows: once(() => startWorkflows(join(folder, 'workflows'), open)),
};

/** Rounds of samples, the rows in turn within each. */
async function measure(): Promise<Round[]> {
  const measures = new Map<RowName, () => Promise<Sample>>();
  for (const name of names) {
    console.error(`preparing ${name}`);
    const row = await rows[name](bench);
    if (row !== null) measures.set(name, row);
  }
  const rounds: Round[] = [];
  for (let at = 1; at <= roundCount; at++) {
    console.error(`round ${at} of ${roundCount}`);
    const round: Round = {};
    for (const [name, row] of measures) round[name] = await row();
    rounds.push(round);
  }
  return rounds;
}

/** What the time of a call with five steps goes to. */
const shares = async (): Promise<Share[]> =>
  names.includes('fiveSteps')
    ? sharesOf(join(folder, 'workflows'), await bench.workflows(), pathOf('fiveSteps'))
    : [];

try {
  const result = summarise(await measure(), names);
  printTable(result.rows);
  printTable(result.targets);
  const fiveSteps = await shares();
  printTable(fiveSteps);
  const machine = { node: process.version, cpus: cpus().length, model: cpus()[0]?.model ?? '' };
  const document = { machine, rounds: roundCount, seconds, ...result, fiveSteps };
  writeFileSync(join(root, 'bench-results.json'), `${JSON.stringify(document, null, 2)}\n`);
} finally {
  await Promise.all([...open].map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
}
