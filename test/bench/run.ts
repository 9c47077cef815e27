// `npm run bench`: what a durable 202 and a request-response call cost beside bare Fastify, in rounds that take
// turns, so that a machine that changes its speed changes all of them. Only ratios of one run mean anything.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { benchInstallation, benchKey, endpoints } from './installation.ts';
import { createLoad, needWrk, type Load } from './wrk.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 5);
/** Below 32768: above it, sockets that linger take ports away. */
const barePort = 21_080;
const webhookPort = 21_081;

const root = new URL('../../', import.meta.url).pathname;

/** Starts a server and waits for its ready line. */
async function start(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('"ready"')) return child;
  }
  throw new Error(`${args.join(' ')} did not become ready.`);
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

needWrk();
const folder = mkdtempSync(join(tmpdir(), 'hookline-bench-'));
const file = join(folder, 'bench.yaml');
writeFileSync(file, benchInstallation());
const load = createLoad(folder, benchKey);
const servers = [
  await start(['test/bench/bare-fastify.ts', String(barePort)]),
  await start([
    'bin/hookline.js',
    'serve',
    '--json',
    '--data',
    join(folder, 'data'),
    '--port',
    String(webhookPort),
    '--admin-port',
    '0',
    '--apply',
    file,
  ]),
];

const rows: Record<string, { url: string; loads: Load[] }> = {
  'bare Fastify': { url: `http://127.0.0.1:${barePort}/t37ed/CreateCustomerRecord`, loads: [] },
  'durable 202': { url: `http://127.0.0.1:${webhookPort}${endpoints.accept}`, loads: [] },
  'request-response, one transform': {
    url: `http://127.0.0.1:${webhookPort}${endpoints.requestResponse}`,
    loads: [],
  },
  'durable 202, executed meanwhile': {
    url: `http://127.0.0.1:${webhookPort}${endpoints.acceptAndRun}`,
    loads: [],
  },
};
try {
  for (const { url } of Object.values(rows)) load(url, 1);
  for (let round = 0; round < rounds; round++) {
    for (const row of Object.values(rows)) row.loads.push(load(row.url, seconds));
  }
} finally {
  await Promise.all(servers.map(stop));
  rmSync(folder, { recursive: true, force: true });
}

const bare = rows['bare Fastify']!.loads;
const results = Object.entries(rows).map(([name, { loads }]) => ({
  name,
  perSecond: Math.round(median(loads.map((one) => one.perSecond))),
  ofBareFastify: Number(median(loads.map((one, at) => one.perSecond / bare[at]!.perSecond)).toFixed(2)),
  p50Ms: Number(median(loads.map((one) => one.p50Ms)).toFixed(2)),
  p99Ms: Number(median(loads.map((one) => one.p99Ms)).toFixed(2)),
  errors: loads.reduce((sum, one) => sum + one.errors, 0),
}));
console.table(Object.fromEntries(results.map(({ name, ...row }) => [name, row])));
const machine = {
  node: process.version,
  cpus: cpus().length,
  model: cpus()[0]?.model ?? '',
  rounds,
  seconds,
};
writeFileSync(join(root, 'bench-results.json'), `${JSON.stringify({ machine, results }, null, 2)}\n`);
