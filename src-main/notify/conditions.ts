// What is so at this moment, by the kinds of condition. Each looks at pictures and counts that others made.
import type { LiveIntegration } from '#main/call/registry.ts';
import type { LanePicture } from '#main/lane/lane.ts';
import type { Endings, LaneDepth } from '#main/ports/series.ts';
import type { ApiKey } from '#shared/model/api-key.ts';
import type { Consumer } from '#shared/model/consumer.ts';
import type { NotificationRule, RuleOf } from '#shared/model/notification.ts';
import { apiKeysOf } from '#shared/model/secrets-of.ts';
import type { Found } from './finding.ts';
import { placeOfLane, placeOfRefused } from './places.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** What a rule may be about. */
export interface Named {
  readonly integrationId: string;
  /** `code/name`. */
  readonly address: string;
  readonly integration: string;
}

export const isOfRule = (
  { integration }: NotificationRule,
  of: Pick<Named, 'address' | 'integration'>,
): boolean =>
  integration === null || integration === (integration.includes('/') ? of.address : of.integration);

/** Keys of lanes are values of bodies, so a finding is of the integration and counts them. */
export const heldLanes = (rule: NotificationRule, pictures: readonly LanePicture[]): Found[] =>
  pictures.flatMap(({ integrationId, integration, lane, hold, heldKeys }) => {
    const count = hold?.kind === 'hold' ? 1 : heldKeys;
    if (count === 0 || !isOfRule(rule, { address: lane, integration })) return [];
    const place = placeOfLane(lane);
    return [{ subject: integrationId, count, integrations: [integration], labels: [], bound: null, place }];
  });

export const longWaits = (
  rule: RuleOf<'waitingAge'>,
  depths: readonly LaneDepth[],
  nameOf: (integrationId: string) => Named | null,
): Found[] =>
  depths.flatMap(({ integrationId, waiting, oldestMs }) => {
    const named = nameOf(integrationId);
    if (named === null || waiting === 0 || oldestMs <= rule.overSeconds * 1_000) return [];
    if (!isOfRule(rule, named)) return [];
    return [
      {
        subject: integrationId,
        count: waiting,
        integrations: [named.integration],
        labels: [],
        bound: rule.overSeconds,
        place: placeOfLane(named.address),
      },
    ];
  });

/** The subject of all calls. */
export const together = '*';

export function refusedShares(
  rule: RuleOf<'refusedShare'>,
  endings: readonly Endings[],
  nameOf: (integrationId: string) => Named | null,
  nowMs: number,
): Found[] {
  const isMany = ({ ended, refused }: Pick<Endings, 'ended' | 'refused'>) =>
    ended >= rule.atLeastCalls && refused * 100 > rule.overPercent * ended;
  const sinceMs = nowMs - rule.withinMinutes * minuteMs;
  const found = (subject: string, of: Named | null): Found => ({
    subject,
    count: 1,
    integrations: of === null ? [] : [of.integration],
    labels: [],
    bound: rule.overPercent,
    place: placeOfRefused(of?.address, { sinceMs, untilMs: nowMs }),
  });
  if (rule.integration === null && rule.of === 'together') {
    const ended = endings.reduce((sum, one) => sum + one.ended, 0);
    const refused = endings.reduce((sum, one) => sum + one.refused, 0);
    return isMany({ ended, refused }) ? [found(together, null)] : [];
  }
  return endings.filter(isMany).flatMap(({ integrationId }) => {
    const named = nameOf(integrationId);
    return named !== null && isOfRule(rule, named) ? [found(integrationId, named)] : [];
  });
}

/** Those that end soon and those that have ended; both are told, one after the other. */
export function expiringKeys(
  rule: RuleOf<'expiringKey'>,
  integrations: readonly LiveIntegration[],
  consumers: readonly Consumer[],
  nowMs: number,
): Found[] {
  const ending = (key: ApiKey, integration: string | null, place: string): Found[] => {
    const { id, label, enabled, expiresAt } = key;
    if (!enabled || expiresAt === null) return [];
    const bound = Date.parse(expiresAt);
    if (bound - nowMs > rule.withinDays * dayMs) return [];
    const subject = `${id} ${expiresAt} ${bound <= nowMs ? 'over' : 'soon'}`;
    const names = integration === null ? [] : [integration];
    return [{ subject, count: 1, integrations: names, labels: [label], bound, place }];
  };
  const ofTriggers = integrations
    .map(({ integration }) => integration)
    .filter(({ code, name }) => isOfRule(rule, { address: `${code}/${name}`, integration: name }))
    .flatMap(({ id, name, trigger }) =>
      apiKeysOf(trigger.authentication).flatMap((key) => ending(key, name, `/integrations/${id}`)),
    );
  const ofConsumers = rule.integration === null ? consumers : [];
  return [...ofTriggers, ...ofConsumers.flatMap((key) => ending(key, null, '/consumers'))];
}
