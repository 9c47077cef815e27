// What is to be delivered over webhooks and mail, each channel in order and by itself: one that fails is tried again after
// longer and longer waits, holds up no other, and says what went wrong. What waits is kept, so that a restart loses none.
import { z } from 'zod';
import type { ErrandOutcome } from '#main/ports/errand.ts';
import {
  Channel,
  channelKey,
  type ChannelState,
  type NotificationRule,
  Telling,
} from '#shared/model/notification.ts';
import { isoOf } from './finding.ts';

/** As Standard Webhooks propose it, to the end of the first day. */
export const retryWaitsMs = [5, 60, 300, 1_800, 7_200, 18_000, 36_000].map((seconds) => seconds * 1_000);
const mostWaiting = 50;
/** Threads at a time. */
const mostAtOnce = 4;
const jitter = 0.2;

export const KeptChannel = z.object({
  rule: z.string(),
  channel: Channel,
  waiting: z.array(Telling),
  /** Of the first that waits. */
  attempts: z.number(),
  dueMs: z.number(),
  lastSentMs: z.number().nullable(),
  lastError: z.object({ atMs: z.number(), text: z.string(), attempts: z.number() }).nullable(),
});
export type KeptChannel = z.infer<typeof KeptChannel>;

export interface Outbox {
  put(rule: NotificationRule, telling: Telling): void;
  /** Begins what is due; it goes on by itself. */
  work(): void;
  /** Forgets the channels that no rule has any more. */
  keepTo(rules: readonly NotificationRule[]): void;
  stateOf(rule: NotificationRule): ChannelState[];
  take(): { readonly saves: readonly KeptChannel[]; readonly removes: readonly string[] };
  /** Those that fail now, by rule. */
  failing(): readonly KeptChannel[];
  /** Resolves when what is under way has ended. */
  settled(): Promise<void>;
}

export const idOfChannel = ({ rule, channel }: Pick<KeptChannel, 'rule' | 'channel'>): string =>
  `${rule}\n${channelKey(channel)}`;

interface OutboxDeps {
  readonly before: readonly KeptChannel[];
  send(channel: Channel, telling: Telling): Promise<ErrandOutcome>;
  now(): number;
  random(): number;
}

/** A clock that was put back makes nobody wait for it: never longer than the wait that was meant. */
function isPutOff({ dueMs, attempts }: KeptChannel, nowMs: number): boolean {
  const longestMs = (retryWaitsMs[attempts - 1] ?? 0) * (1 + jitter);
  return dueMs > nowMs && dueMs - nowMs <= longestMs;
}

export function createOutbox({ before, send, now, random }: OutboxDeps): Outbox {
  const channels = new Map(before.map((one) => [idOfChannel(one), one] as const));
  const busy = new Map<string, Promise<void>>();
  let touched = new Set<string>();
  let removed: string[] = [];

  function channelOf(rule: string, channel: Channel): readonly [string, KeptChannel] {
    const id = idOfChannel({ rule, channel });
    const known = channels.get(id);
    if (known !== undefined) return [id, known];
    const made: KeptChannel = {
      rule,
      channel,
      waiting: [],
      attempts: 0,
      dueMs: 0,
      lastSentMs: null,
      lastError: null,
    };
    channels.set(id, made);
    return [id, made];
  }

  async function deliver(id: string, one: KeptChannel): Promise<void> {
    const [telling] = one.waiting;
    if (telling === undefined) return;
    const { ok, text, isFinal = false } = await send(one.channel, telling);
    one.attempts++;
    if (ok) {
      Object.assign(one, { lastSentMs: now(), lastError: null });
    } else {
      one.lastError = { atMs: now(), text, attempts: one.attempts };
      const wait = isFinal ? undefined : retryWaitsMs[one.attempts - 1];
      if (wait !== undefined) {
        one.dueMs = now() + wait * (1 + jitter * random());
        return void touched.add(id);
      }
    }
    one.waiting = one.waiting.filter((waiting) => waiting !== telling);
    Object.assign(one, { attempts: 0, dueMs: 0 });
    touched.add(id);
  }

  function work(): void {
    for (const [id, one] of channels) {
      if (busy.size >= mostAtOnce) return;
      if (busy.has(id) || one.waiting.length === 0 || isPutOff(one, now())) continue;
      const done = deliver(id, one).finally(() => {
        busy.delete(id);
        work();
      });
      busy.set(id, done);
    }
  }

  return {
    work,
    put(rule, telling) {
      for (const channel of rule.channels) {
        if (channel.kind === 'desktop') continue;
        const [id, one] = channelOf(rule.name, channel);
        one.waiting = [...one.waiting, telling];
        if (one.waiting.length > mostWaiting) {
          // The first may be under way.
          one.waiting = [one.waiting[0]!, ...one.waiting.slice(2)];
        }
        touched.add(id);
      }
    },
    keepTo(rules) {
      const known = new Set(
        rules.flatMap(({ name: rule, channels: all }) =>
          all.map((channel) => idOfChannel({ rule, channel })),
        ),
      );
      for (const id of channels.keys()) {
        if (known.has(id)) continue;
        channels.delete(id);
        touched.delete(id);
        removed.push(id);
      }
    },
    stateOf: ({ name: rule, channels: all }) =>
      all.map((channel) => {
        const one = channels.get(idOfChannel({ rule, channel }));
        const error = one?.lastError ?? null;
        return {
          channel,
          waiting: one?.waiting.length ?? 0,
          lastSentAt: one === undefined || one.lastSentMs === null ? null : isoOf(one.lastSentMs),
          lastError:
            error === null ? null : { at: isoOf(error.atMs), text: error.text, attempts: error.attempts },
        };
      }),
    take() {
      const taken = { saves: [...touched].flatMap((id) => channels.get(id) ?? []), removes: removed };
      touched = new Set();
      removed = [];
      return taken;
    },
    failing: () => [...channels.values()].filter(({ lastError }) => lastError !== null),
    async settled() {
      await Promise.all(busy.values());
    },
  };
}
