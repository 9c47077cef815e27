import { readdirSync, readFileSync } from 'node:fs';

/** What Linux counts CPU time in, on every machine it runs on. */
const tickUs = 10_000;

/** The threads that a process is looked at by; the rest is V8's and libuv's own. */
export const threadNames = ['main', 'writer', 'runs', 'others'] as const;
export type CpuUs = Readonly<Record<(typeof threadNames)[number], number>>;

const threadOf: Readonly<Record<string, keyof CpuUs>> = {
  MainThread: 'main',
  'store-writer': 'writer',
  run: 'runs',
};

/** CPU time that the threads of a process have used so far; undefined where the system does not say. */
export function cpuUsOf(pid: number): CpuUs | undefined {
  if (process.platform !== 'linux') return undefined;
  const used = { main: 0, writer: 0, runs: 0, others: 0 };
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const [name, ticks] = readThread(`/proc/${pid}/task/${thread}/stat`);
    used[threadOf[name] ?? 'others'] += ticks * tickUs;
  }
  return used;
}

/** Its name and the ticks it has used; a thread that has just ended has used none that matter. */
function readThread(file: string): readonly [string, number] {
  try {
    const stat = readFileSync(file, 'utf8');
    // The name may hold spaces and brackets; utime and stime are the 14th and 15th field.
    const end = stat.lastIndexOf(')');
    const fields = stat.slice(end + 2).split(' ');
    return [stat.slice(stat.indexOf('(') + 1, end), Number(fields[11]) + Number(fields[12])];
  } catch {
    return ['', 0];
  }
}

/** Memory that a process holds now. */
export function megabytesOf(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6;
}
