import { describe, expect, test } from 'vitest';
import type { LiveIntegration } from '#main/call/registry.ts';
import type { LanePicture } from '#main/lane/lane.ts';
import { expiringKeys, heldLanes, isOfRule, longWaits, refusedShares } from '#main/notify/conditions.ts';
import type { Found } from '#main/notify/finding.ts';
import { Consumer } from '#shared/model/consumer.ts';
import { NotificationRule, type NotificationRuleInput, type RuleOf } from '#shared/model/notification.ts';
import { notificationText } from '#shared/model/notification-words.ts';

const nowMs = Date.parse('2027-01-31T08:00:00Z');

function rule<K extends NotificationRule['kind']>(
  given: Extract<NotificationRuleInput, { kind: K }>,
): RuleOf<K> {
  return NotificationRule.parse(given) as RuleOf<K>;
}

const named: Readonly<Record<string, { integrationId: string; address: string; integration: string }>> = {
  one: { integrationId: 'one', address: 'aaaaa/Orders', integration: 'Orders' },
  two: { integrationId: 'two', address: 'bbbbb/Prices', integration: 'Prices' },
};
const nameOf = (id: string) => named[id] ?? null;
const textsOf = (of: NotificationRule, found: readonly Found[]) =>
  found.map((one) => notificationText({ ...one, kind: of.kind, foundAtMs: nowMs }, false));

test('a rule of one integration is of that name, or of that address', () => {
  const of = (integration: string | null) =>
    Object.values(named).map((one) => isOfRule(rule({ kind: 'failedCall', name: 'x', integration }), one));
  expect([of(null), of('Orders'), of('bbbbb/Prices'), of('bbbbb/Orders')]).toEqual([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ]);
});

describe('held lanes', () => {
  const picture = (integration: string, hold: 'hold' | 'drain' | null, heldKeys = 0): LanePicture =>
    ({
      integrationId: integration,
      integration,
      lane: `abcde/${integration}`,
      hold: hold === null ? null : { kind: hold, note: 'of body.customerId', since: '', callId: null },
      heldKeys,
    }) as LanePicture;

  test('are counted by integration; one that is drained is not held', () => {
    const of = rule({ kind: 'heldLane', name: 'x' });
    const found = heldLanes(of, [
      picture('Orders', 'hold'),
      picture('Prices', 'drain'),
      picture('Stock', null, 14),
      picture('Idle', null),
    ]);
    expect(textsOf(of, found)).toEqual(['A lane of Orders is held', '14 lanes of Stock are held']);
    // A note may quote what a step was given.
    expect(JSON.stringify(found)).not.toContain('customerId');
  });
});

describe('waiting calls', () => {
  const of = rule({ kind: 'waitingAge', name: 'x', overSeconds: 300 });
  const depth = (integrationId: string, oldestMs: number) => ({ integrationId, waiting: 7, oldestMs });

  test('are told once the oldest is older than the bound, and not at it', () => {
    expect(textsOf(of, longWaits(of, [depth('one', 300_000), depth('two', 300_001)], nameOf))).toEqual([
      'Calls of Prices wait longer than 5 minutes',
    ]);
  });

  test('of an integration that is gone are nobody’s', () => {
    expect(longWaits(of, [depth('gone', 900_000)], nameOf)).toEqual([]);
  });
});

describe('the share of refused calls', () => {
  const endings = [
    { integrationId: 'one', ended: 100, refused: 20 },
    { integrationId: 'two', ended: 10, refused: 9 },
    // To addresses that nobody has.
    { integrationId: '', ended: 40, refused: 40 },
  ];
  const found = (given: Partial<Extract<NotificationRuleInput, { kind: 'refusedShare' }>>) => {
    const of = rule({ kind: 'refusedShare', name: 'x', overPercent: 20, atLeastCalls: 10, ...given });
    return textsOf(of, refusedShares(of, endings, nameOf, nowMs));
  };

  test('is of all calls together, those to unknown addresses too', () => {
    expect(found({ overPercent: 45 })).toEqual(['More than 45 % of all calls are refused']);
    expect(found({ overPercent: 46 })).toEqual([]);
  });

  test('is of each integration by itself where the rule says so, above the bound and not at it', () => {
    expect(found({ of: 'each' })).toEqual(['More than 20 % of the calls of Prices are refused']);
    expect(found({ of: 'each', overPercent: 19.9 })).toHaveLength(2);
  });

  test('is of one integration where the rule is, and says nothing of few calls', () => {
    expect(found({ integration: 'Prices' })).toHaveLength(1);
    expect(found({ integration: 'Prices', atLeastCalls: 11 })).toEqual([]);
  });

  test('leads to the refused calls of that time', () => {
    const of = rule({ kind: 'refusedShare', name: 'x', integration: 'Prices', atLeastCalls: 10 });
    expect(refusedShares(of, endings, nameOf, nowMs)).toMatchObject([
      {
        place:
          '/calls?integration=bbbbb%2FPrices&state=refused&since=2027-01-31T07%3A50%3A00.000Z&until=2027-01-31T08%3A00%3A00.000Z',
      },
    ]);
  });
});

describe('API keys that expire', () => {
  const key = (label: string, expiresAt: string | null, enabled = true) =>
    Consumer.parse({
      id: crypto.randomUUID(),
      label,
      hint: 'hk_a…',
      enabled,
      createdAt: '2026-01-01T00:00:00.000Z',
      expiresAt,
    });
  const live = {
    integration: {
      id: 'one',
      code: 'aaaaa',
      name: 'Orders',
      trigger: { authentication: { kind: 'apiKeys', keys: [key('ERP', '2027-02-10T00:00:00.000Z')] } },
    },
  } as unknown as LiveIntegration;
  const of = rule({ kind: 'expiringKey', name: 'x', withinDays: 14 });

  test('are told before their end and after it, those that are long over too', () => {
    const consumers = [
      key('Long over', '2024-01-01T00:00:00.000Z'),
      key('Later', '2027-02-15T00:00:00.000Z'),
      key('Off', '2027-02-01T00:00:00.000Z', false),
      key('Endless', null),
    ];
    expect(textsOf(of, expiringKeys(of, [live], consumers, nowMs))).toEqual([
      'The API key ERP of Orders expires on 2027-02-10',
      'The API key Long over expired on 2024-01-01',
    ]);
  });

  test('are found anew when their end has come', () => {
    const subjects = [nowMs, nowMs + 20 * 86_400_000].map(
      (at) => expiringKeys(of, [live], [], at)[0]?.subject,
    );
    expect(new Set(subjects).size).toBe(2);
  });
});
