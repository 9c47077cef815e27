// Tells people what rules say is worth it. It looks at what others announced, drew or counted, beside the way of calls and
// never on it; what it found and told is kept, and what cannot be delivered is tried again.
import type { Registry } from '#main/call/registry.ts';
import type { LanePicture } from '#main/lane/lane.ts';
import type { ErrandOutcome } from '#main/ports/errand.ts';
import type { LaneDepth } from '#main/ports/series.ts';
import type { Store } from '#main/ports/store.ts';
import type { NotificationBatch } from '#shared/contract/notifications.ts';
import type { Consumer } from '#shared/model/consumer.ts';
import type {
  Channel,
  ChannelState,
  Notification,
  NotificationRule,
  Telling,
} from '#shared/model/notification.ts';
import {
  expiringKeys,
  heldLanes,
  isOfRule,
  longWaits,
  type Named,
  refusedShares,
  together,
} from './conditions.ts';
import { type AnnouncedCall, createFailures } from './failures.ts';
import { Finding, isoOf, notificationOf } from './finding.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createOutbox, idOfChannel, KeptChannel, type Outbox } from './outbox.ts';
import { createUnwritten } from './unwritten.ts';
import { createWatchers } from './watchers.ts';

/** How often what takes time is looked at. */
const lanesEveryMs = 2_000;
const sharesEveryMs = 15_000;
const keysEveryMs = 60_000;
const lookEveryMs = 1_000;
const listed = 100;

export interface NotificationDeps {
  readonly store: Pick<Store, 'notifications' | 'series'>;
  pictures(): readonly LanePicture[];
  readonly integrations: Pick<Registry, 'all' | 'get'>;
  consumers(): readonly Consumer[];
  /** Refused calls of this life that were too many to be written. */
  unwritten(): number;
  send(channel: Channel, telling: Telling): Promise<ErrandOutcome>;
  /** Whether a call says that a notification of this installation led to it, and one did. */
  isOwnMark(mark: string): boolean;
  /** Told what is wrong with deliveries, in words; null where nothing is. */
  raise(code: 'notification_failing' | 'notification_loop', text: string | null): void;
  report(what: string, error: unknown): void;
  newId(): string;
  random(): number;
  now(): number;
}

export interface Notifications {
  /** A call changed, as all changes are announced. */
  saw(call: AnnouncedCall, receivedAtMs: number): void;
  /** How much waits, where somebody has just looked. */
  depths(depths: readonly LaneDepth[]): void;
  rules(): readonly NotificationRule[];
  /** The rules are others from now on. */
  follow(rules: readonly NotificationRule[]): void;
  stateOf(rule: NotificationRule): ChannelState[];
  list(limit: number): Notification[];
  watch(signal: AbortSignal | undefined): AsyncGenerator<NotificationBatch, void, void>;
  test(channel: Channel): Promise<ErrandOutcome>;
  /** Takes up what was kept; `looks`: and goes on from there. `failed`: calls that the end of the last life cut off. */
  open(
    rules: readonly NotificationRule[],
    from: { readonly looks: boolean; readonly failed: number },
  ): Promise<void>;
  /** Looks at once. */
  look(): Promise<void>;
  close(): Promise<void>;
}

export function createNotifications(deps: NotificationDeps): Notifications {
  const { store, now } = deps;
  const failures = createFailures(deps.isOwnMark);
  const watchers = createWatchers();
  const unwritten = createUnwritten(deps.unwritten);
  let rules: readonly NotificationRule[] = [];
  let depths: readonly LaneDepth[] | null = null;
  let looked = { ...never };
  let ledger: Ledger = createLedger([], deps.newId);
  let outbox: Outbox = createOutbox({ ...deps, before: [] });
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;

  const ofKind = <K extends NotificationRule['kind']>(kind: K) =>
    rules.filter(
      (rule): rule is Extract<NotificationRule, { kind: K }> => rule.enabled && rule.kind === kind,
    );

  const nameOf = (integrationId: string): Named | null => {
    const found = deps.integrations.get(integrationId);
    if (found === undefined) return null;
    const { code, name } = found.integration;
    return { integrationId, address: `${code}/${name}`, integration: name };
  };

  const isThere = (subject: string): boolean => subject === together || nameOf(subject) !== null;

  async function findOut(): Promise<void> {
    const failed = failures.take();
    for (const rule of ofKind('failedCall'))
      ledger.failed(
        rule,
        // One that was renamed meanwhile is known by the name that it has now.
        failed.filter((calls) => isOfRule(rule, nameOf(calls.integrationId ?? '') ?? calls)),
        now(),
      );
    const held = ofKind('heldLane');
    if (held.length > 0 && isTime('lanesMs', lanesEveryMs)) {
      const pictures = deps.pictures();
      for (const rule of held) ledger.found(rule, heldLanes(rule, pictures), now(), isThere);
    }
    if (depths !== null) {
      for (const rule of ofKind('waitingAge'))
        ledger.found(rule, longWaits(rule, depths, nameOf), now(), isThere);
      depths = null;
    }
    if (isTime('keysMs', keysEveryMs)) {
      for (const rule of ofKind('expiringKey'))
        ledger.found(rule, expiringKeys(rule, deps.integrations.all(), deps.consumers(), now()), now());
    }
    if (isTime('sharesMs', sharesEveryMs)) await findShares();
  }

  function isTime(which: keyof typeof looked, everyMs: number): boolean {
    const passedMs = now() - looked[which];
    if (passedMs >= 0 && passedMs < everyMs) return false;
    looked[which] = now();
    return true;
  }

  async function findShares(): Promise<void> {
    for (const rule of ofKind('refusedShare')) {
      const nowMs = now();
      const sinceMs = nowMs - rule.withinMinutes * 60_000;
      const endings = await store.series.endings({ sinceMs, nowMs });
      // Nobody has written down of which integration they were.
      const refused = unwritten.since(sinceMs, nowMs);
      const all = [...endings, { integrationId: '', ended: refused, refused }];
      ledger.found(rule, refusedShares(rule, all, nameOf, nowMs), nowMs, isThere);
    }
  }

  async function look(): Promise<void> {
    try {
      await findOut();
    } catch (error) {
      deps.report('what is worth telling cannot be found out', error);
    }
    const told = rules
      .filter(({ enabled }) => enabled)
      .flatMap((rule) => ledger.tell(rule, now()).map((telling) => ({ rule, telling })));
    for (const { rule, telling } of told) outbox.put(rule, telling);
    await keep(
      told.flatMap(({ rule: { channels }, telling }) =>
        channels.some(({ kind }) => kind === 'desktop') ? [telling] : [],
      ),
    );
    deps.raise('notification_failing', wordsOfFailing(outbox));
    deps.raise('notification_loop', wordsOfLoop(failures.looped()));
  }

  /** On disk first, so that a restart tells none of it again; where the disk takes nothing, people are told all the same. */
  async function keep(told: readonly Telling[]): Promise<void> {
    const found = ledger.take();
    const channels = outbox.take();
    const saves = [
      ...found.saves.map((finding) => ({
        kind: 'notification' as const,
        id: finding.id,
        document: JSON.stringify(finding),
      })),
      ...channels.saves.map((one) => ({
        kind: 'channel' as const,
        id: idOfChannel(one),
        document: JSON.stringify(one),
      })),
    ];
    const removes = [
      ...found.removes.map((id) => ({ kind: 'notification' as const, id })),
      ...channels.removes.map((id) => ({ kind: 'channel' as const, id })),
    ];
    if (saves.length + removes.length > 0) {
      await store.notifications
        .keep({ saves, removes })
        .catch((error: unknown) => deps.report('notifications cannot be kept', error));
    }
    if (found.saves.length + told.length > 0)
      watchers.tell({ notifications: found.saves.map(notificationOf).toReversed(), told: [...told] });
  }

  function lookNow(): Promise<void> {
    looking ??= look()
      .then(outbox.work)
      .finally(() => (looking = null));
    return looking;
  }

  const list = (limit: number): Notification[] => ledger.list(limit).map(notificationOf);

  return {
    saw: failures.saw,
    depths: (next) => void (depths = next),
    rules: () => rules,
    follow(next) {
      rules = next;
      looked = { ...never };
      failures.forgetLooped();
      ledger.keepTo(rules, now());
      outbox.keepTo(rules);
    },
    stateOf: (rule) => outbox.stateOf(rule),
    list,
    watch: (signal) => watchers.watch({ notifications: list(listed), told: [] }, signal),
    async test(channel) {
      const telling: Telling = {
        id: deps.newId(),
        type: 'notification.test',
        at: isoOf(now()),
        rule: 'Test',
        kind: null,
        text: 'This is a test of notifications',
        count: 1,
        integrations: [],
        place: '/settings',
      };
      if (channel.kind !== 'desktop') return deps.send(channel, telling);
      const text = `${watchers.count} of those who look were told; a desktop app with its window in front shows it all the same.`;
      watchers.tell({ notifications: [], told: [telling] });
      return { ok: true, text, durationMs: 0 };
    },
    async open(kept, { looks, failed }) {
      const notes = await store.notifications.all();
      const read = (kind: string) =>
        notes.filter((note) => note.kind === kind).map(({ document }): unknown => JSON.parse(document));
      ledger = createLedger(read('notification').flatMap(readAs(Finding)), deps.newId);
      const before = read('channel').flatMap(readAs(KeptChannel));
      outbox = createOutbox({ ...deps, before });
      rules = kept;
      if (!looks) return;
      ledger.keepTo(rules, now());
      outbox.keepTo(rules);
      failures.cutOff(failed);
      timer = setInterval(() => void lookNow(), lookEveryMs).unref();
    },
    look: lookNow,
    async close() {
      clearInterval(timer);
      await looking;
      // What failed at the very end is delivered by the next life. Ends that are on their way to disk are announced from there.
      if (timer !== undefined) {
        await store.notifications.keep({ saves: [], removes: [] }).catch(() => undefined);
        await look();
      }
      watchers.close();
    },
  };
}

const never = { lanesMs: -Infinity, sharesMs: -Infinity, keysMs: -Infinity };

/** What another version wrote is passed over: it costs a word, and no start. */
const readAs =
  <T>(schema: { safeParse(value: unknown): { data?: T | undefined } }) =>
  (value: unknown): T[] => {
    const { data } = schema.safeParse(value);
    return data === undefined ? [] : [data];
  };

function wordsOfFailing(outbox: Outbox): string | null {
  const failing = outbox.failing();
  const [first] = failing;
  if (first === undefined) return null;
  const more = failing.length === 1 ? '' : ` ${failing.length - 1} more fail too.`;
  return `Notifications of the rule ${first.rule} cannot be delivered: ${first.lastError?.text ?? ''}${more}`;
}

const wordsOfLoop = (integrations: readonly string[]): string | null =>
  integrations.length === 0
    ? null
    : `A notification led to calls that failed, of ${integrations.join(', ')}: nobody is told of these, since each word would bring about the next. They are in the log.`;
