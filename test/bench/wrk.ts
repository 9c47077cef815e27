import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers other than 2xx and 3xx, and broken connections. */
  readonly errors: number;
}

/** Finds wrk, or gets it where that needs no asking. */
export function needWrk(): void {
  const has = () => {
    try {
      execFileSync('wrk', ['-v'], { stdio: 'ignore' });
      return true;
    } catch (error) {
      // `wrk -v` ends with 1 where there is a wrk.
      return error instanceof Error && 'status' in error && error.status === 1;
    }
  };
  if (has()) return;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-qq', 'wrk'], { stdio: 'ignore' });
  }
  if (!has()) throw new Error('wrk is needed for the benchmarks: install it with your package manager.');
}

/** POST with 500 bytes of JSON, ten headers, keep-alive, from a process of its own. */
export function createLoad(folder: string, key: string): (url: string, seconds: number) => Load {
  const script = join(folder, 'post.lua');
  const body = JSON.stringify({ id: 42, text: 'x'.repeat(480) });
  writeFileSync(
    script,
    `wrk.method = "POST"
wrk.body = '${body}'
wrk.headers["content-type"] = "application/json"
wrk.headers["x-api-key"] = "${key}"
${Array.from({ length: 6 }, (_, at) => `wrk.headers["x-header-${at}"] = "value-${at}"`).join('\n')}
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
`,
  );
  return (url, seconds) => {
    const output = execFileSync('wrk', ['-t1', '-c64', `-d${seconds}s`, '-s', script, url], {
      encoding: 'utf8',
    });
    const [requests, durationUs, p50Us, p99Us, errors] = /RESULT (.*)/
      .exec(output)![1]!
      .split(' ')
      .map(Number);
    return {
      perSecond: requests! / (durationUs! / 1e6),
      p50Ms: p50Us! / 1_000,
      p99Ms: p99Us! / 1_000,
      errors: errors!,
    };
  };
}
