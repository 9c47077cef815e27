// How the engine is, as far as the shell tells it beside the screens: in the tray and by notifications.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '#main/host.ts';
import type { Client } from '#shared/contract/index.ts';
import type { CallSummary } from '#shared/model/call.ts';
import type { LaneSummary } from '#shared/model/lane.ts';
import type { Telling } from '#shared/model/notification.ts';
import type { HostStatus } from '#shared/model/setting.ts';
import type { Engine } from './engine.ts';

export interface Pulse {
  /** Null where the engine does not answer. */
  readonly status: HostStatus | null;
  /** Empty while the data waits for a decision. */
  readonly lanes: readonly LaneSummary[];
}

export interface PulseWatch {
  readonly last: Pulse;
  /** Looks at once. */
  look(): Promise<Pulse>;
  close(): void;
}

interface Heard {
  pulse(now: Pulse): void;
  /** Calls that failed just now. */
  failed(calls: readonly CallSummary[]): void;
  /** What rules say is to be shown. */
  told(tellings: readonly Telling[]): void;
}

const lookEveryMs = 3_000;
const askAgainMs = 2_000;
/** Whoever does not answer within that is as one who is away: nobody who wants to quit waits for it. */
const patienceMs = 10_000;

export function watchPulse(engine: Pick<Engine, 'reach'>, heard: Heard, log: Log): PulseWatch {
  const end = new AbortController();
  const { signal } = end;
  let last = away;

  async function look(): Promise<Pulse> {
    const now = await pulseOf(engine);
    if (signal.aborted) return last;
    last = now;
    heard.pulse(now);
    return now;
  }
  const looking = setInterval(() => void look(), lookEveryMs);
  void look();

  /** Asks anew where the engine is away, until the end. */
  async function follow<T>(
    what: string,
    open: (client: Client) => Promise<AsyncIterable<T>>,
    hear: (heard: T) => void,
  ) {
    while (!signal.aborted) {
      try {
        for await (const one of await open(await engine.reach())) hear(one);
      } catch (error) {
        if (!signal.aborted) log.info(`${what} cannot be followed`, { error: String(error) });
      }
      await sleep(askAgainMs, undefined, { signal }).catch(() => undefined);
    }
  }
  void follow(
    'failed calls',
    (client) => client.calls.watch({ state: ['failed'] }, { signal }),
    ({ calls }) => {
      if (calls.length > 0) heard.failed(calls);
    },
  );
  void follow(
    'notifications',
    (client) => client.notifications.watch(undefined, { signal }),
    ({ told }) => {
      if (told.length > 0) heard.told(told);
    },
  );

  return {
    get last() {
      return last;
    },
    look,
    close() {
      clearInterval(looking);
      end.abort();
    },
  };
}

const away: Pulse = { status: null, lanes: [] };

async function pulseOf({ reach }: Pick<Engine, 'reach'>): Promise<Pulse> {
  const late = Promise.withResolvers<Pulse>();
  const timer = setTimeout(() => late.resolve(away), patienceMs);
  const asked = async (): Promise<Pulse> => {
    const client = await reach();
    const status = await client.host.status();
    return { status, lanes: status.recovery === null ? await lanesOf(client) : [] };
  };
  return Promise.race([asked().catch(() => away), late.promise]).finally(() => clearTimeout(timer));
}

const lanesOf = (client: Client): Promise<readonly LaneSummary[]> => client.lanes.list();
