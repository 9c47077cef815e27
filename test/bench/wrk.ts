import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchKey } from './installation.ts';
import { needProgram } from './need-program.ts';

export interface Load {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers other than 2xx and 3xx, and broken connections. */
  readonly errors: number;
}

const plainHeaders = {
  'content-type': 'application/json',
  ...Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`x-header-${at}`, `value-${at}`])),
};
/** What each of the calls is. */
export interface Sending {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const bodyOf = (bytes: number): string => {
  const empty = JSON.stringify({ id: 42, text: '' });
  return empty.replace('""', `"${'x'.repeat(bytes - empty.length)}"`);
};

/** 500 bytes, with the key of the benches. */
const usual: Sending = { headers: { ...plainHeaders, 'x-api-key': benchKey }, body: bodyOf(500) };

/** 1 KiB, with the headers that credentials are made of for this body. */
export function sendingWith(credentials: (body: string) => Readonly<Record<string, string>>): Sending {
  const body = bodyOf(1_024);
  return { headers: { ...plainHeaders, ...credentials(body) }, body };
}

export const send = (url: string): Promise<Response> => fetch(url, { method: 'POST', ...usual });

/** 64 callers, where nothing else is said, who take turns at the paths and keep their connections, in a process of their own. */
export function createLoad(
  folder: string,
): (url: string, paths: readonly string[], seconds: number, sending?: Sending, callers?: number) => Load {
  needProgram('wrk');
  const script = join(folder, 'post.lua');
  const write = ({ headers, body }: Sending) =>
    writeFileSync(
      script,
      `wrk.method = "POST"
wrk.body = '${body}'
${Object.entries(headers)
  .map(([name, value]) => `wrk.headers["${name}"] = "${value}"`)
  .join('\n')}
local requests, at = {}, 0
init = function(paths)
  for each, path in ipairs(paths) do requests[each] = wrk.format(nil, path) end
end
request = function()
  at = at % #requests + 1
  return requests[at]
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
`,
    );
  return (url, paths, seconds, sending = usual, callers = 64) => {
    write(sending);
    const args = ['-t1', `-c${callers}`, `-d${seconds}s`, '-s', script, url, '--', ...paths];
    const output = execFileSync('wrk', args, { encoding: 'utf8' });
    const [requests, durationUs, p50Us, p99Us, errors] = /RESULT (.*)/
      .exec(output)![1]!
      .split(' ')
      .map(Number);
    return {
      requests: requests!,
      perSecond: requests! / (durationUs! / 1e6),
      p50Ms: p50Us! / 1_000,
      p99Ms: p99Us! / 1_000,
      errors: errors!,
    };
  };
}
