// One life of the service, from its start to the kill that ends it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { bundled } from '#test/support/bundled.ts';

export interface Life {
  readonly url: string;
  /** Why it takes no calls: what it keeps is not what it promised. */
  readonly damage: string | null;
  /** Calls that wait or run, as the disk has them; a thousand at most. */
  openCalls(): Promise<number>;
  residentMebibytes(): Promise<number>;
  /** Sends a signal and waits for the end; gives the exit status, null where the signal ended it. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** The exit status, should it end by itself. */
  readonly ended: Promise<number | null>;
}

const Said = z.union([
  z.object({ url: z.string(), damage: z.string().nullable() }),
  z.object({ open: z.number(), rss: z.number() }),
]);

/** Starts the core in a process of its own. */
export async function startLife(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Life> {
  const env = { ...process.env, ...environment };
  const child = fork(bundled('serve-life', env), [folder], {
    env,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const hear = async () => {
    const heard = await Promise.race([
      once(child, 'message') as Promise<[unknown]>,
      ended.then((code) => Promise.reject(new Error(`The service ended by itself with ${code}.`))),
    ]);
    return Said.parse(heard[0]);
  };
  const ask = async () => {
    child.send('how are you');
    const said = await hear();
    if (!('open' in said)) throw new Error('The service said its address twice.');
    return said;
  };
  const ready = await hear();
  if (!('url' in ready)) throw new Error('The service did not say its address.');
  return {
    url: ready.url,
    damage: ready.damage,
    openCalls: async () => (await ask()).open,
    residentMebibytes: async () => (await ask()).rss / 2 ** 20,
    end(signal) {
      child.kill(signal);
      return ended;
    },
    signal: (signal) => void child.kill(signal),
    ended,
  };
}
