// What people are told and when, by a clock that the test turns.
import { expect, test } from 'vitest';
import type { FailedCalls, Finding, Found } from '#main/notify/finding.ts';
import { notificationOf } from '#main/notify/finding.ts';
import { createLedger } from '#main/notify/ledger.ts';
import { NotificationRule, type NotificationRuleInput } from '#shared/model/notification.ts';

const minute = 60_000;
const start = Date.parse('2027-01-31T08:00:00Z');

function world(before: readonly Finding[] = []) {
  let id = 0;
  const clock = { ms: start };
  const ledger = createLedger(before, () => `00000000-0000-4000-8000-${String(++id).padStart(12, '0')}`);
  return {
    ledger,
    clock,
    told: (rule: NotificationRule) =>
      ledger
        .tell(rule, clock.ms)
        .map(({ type, text, place }) => [type.replace('notification.', ''), text, place]),
    texts: () => ledger.list(100).map((finding) => notificationOf(finding).text),
    /** What the disk has, as another life reads it. */
    kept: () => structuredClone(ledger.list(1_000)),
  };
}

const rule = (given: NotificationRuleInput): NotificationRule => NotificationRule.parse(given);
const failing = rule({ kind: 'failedCall', name: 'Failed', quietMinutes: 15 });
const holding = rule({ kind: 'heldLane', name: 'Held', quietMinutes: 15 });

const failed = (integration: string, count: number, atMs: number): FailedCalls => ({
  integrationId: '22222222-2222-4222-8222-222222222222',
  address: `abcde/${integration}`,
  integration,
  count,
  lastId: '11111111-1111-4111-8111-111111111111',
  times: { sinceMs: atMs, untilMs: atMs },
});

const held = (integration: string, count = 1): Found => ({
  subject: integration,
  count,
  integrations: [integration],
  labels: [],
  bound: null,
  place: `/lanes?lane=${integration}`,
});

test('the first failed call is told at once, and leads to the call', () => {
  const { ledger, clock, told } = world();
  ledger.failed(failing, [failed('Orders', 1, start)], clock.ms);
  expect(told(failing)).toEqual([
    ['begun', 'A call of Orders failed', '/calls/11111111-1111-4111-8111-111111111111'],
  ]);
  expect(told(failing)).toEqual([]);
});

test('failures while the rule is quiet are told together, in one word, and stand in the list at once', () => {
  const { ledger, clock, told, texts } = world();
  ledger.failed(failing, [failed('Orders', 1, start)], clock.ms);
  told(failing);
  for (let at = 1; at <= 12; at++) {
    clock.ms = start + at * minute;
    ledger.failed(failing, [failed(at < 12 ? 'Orders' : 'Prices', 1, clock.ms)], clock.ms);
    expect(told(failing)).toEqual([]);
  }
  expect(texts()).toEqual(['13 calls of Orders and Prices failed']);
  clock.ms = start + 15 * minute - 1;
  expect(told(failing)).toEqual([]);
  clock.ms = start + 15 * minute;
  expect(told(failing)).toEqual([
    [
      'begun',
      '12 calls of Orders and Prices failed',
      '/calls?state=failed&state=interrupted&since=2027-01-31T08%3A00%3A00.000Z&until=2027-01-31T08%3A12%3A00.000Z',
    ],
  ]);
  expect(texts()).toHaveLength(1);
  clock.ms = start + 60 * minute;
  ledger.failed(failing, [failed('Orders', 2, clock.ms)], clock.ms);
  expect(told(failing).map(([, text]) => text)).toEqual(['2 calls of Orders failed']);
  expect(texts()).toEqual(['2 calls of Orders failed', '13 calls of Orders and Prices failed']);
});

test('calls of which no more is known than that they were cut off are told with the others', () => {
  const { ledger, clock, told } = world();
  const cutOff = { integrationId: null, address: '', integration: '', count: 3, lastId: null, times: null };
  ledger.failed(failing, [cutOff], clock.ms);
  expect(told(failing)).toEqual([['begun', '3 calls failed', '/calls?state=failed&state=interrupted']]);
  ledger.failed(failing, [failed('Orders', 1, start)], clock.ms);
  clock.ms += 15 * minute;
  expect(told(failing)).toEqual([
    ['begun', 'A call of Orders failed', '/calls?state=failed&state=interrupted'],
  ]);
});

test('a rule that is never quiet tells of each failure', () => {
  const { ledger, clock, told } = world();
  const loud = rule({ kind: 'failedCall', name: 'Loud', quietMinutes: 0 });
  for (let at = 0; at < 3; at++) {
    ledger.failed(loud, [failed('Orders', 1, clock.ms)], clock.ms);
    expect(told(loud)).toHaveLength(1);
  }
});

test('a held lane is told when it is held and when it is over, and not in between', () => {
  const { ledger, clock, told, texts } = world();
  ledger.found(holding, [held('Orders')], clock.ms);
  expect(told(holding)).toEqual([['begun', 'A lane of Orders is held', '/lanes?lane=Orders']]);
  clock.ms += 60 * minute;
  ledger.found(holding, [held('Orders')], clock.ms);
  expect(told(holding)).toEqual([]);
  clock.ms += minute;
  ledger.found(holding, [], clock.ms);
  expect(texts()).toEqual(['A held lane of Orders resumed']);
  expect(told(holding)).toEqual([['ended', 'A held lane of Orders resumed', '/lanes?lane=Orders']]);
  expect(told(holding)).toEqual([]);
});

test('nobody is told that the lane of a deleted integration goes on', () => {
  const { ledger, clock, told } = world();
  ledger.found(holding, [held('Orders'), held('Prices')], clock.ms);
  told(holding);
  ledger.found(holding, [], clock.ms, (subject) => subject !== 'Orders');
  expect(told(holding)).toEqual([['ended', 'A held lane of Prices resumed', '/lanes?lane=Prices']]);
  expect(ledger.list(10).filter(({ endedAtMs }) => endedAtMs === null)).toEqual([]);
});

test('a lane that is held and goes on again and again is told once while the rule is quiet', () => {
  const { ledger, clock, told } = world();
  const said: unknown[] = [];
  for (let at = 0; at < 10; at++) {
    clock.ms = start + at * minute;
    ledger.found(holding, at % 2 === 0 ? [held('Orders')] : [], clock.ms);
    said.push(...told(holding).map(([type]) => type));
  }
  expect(said).toEqual(['begun', 'ended']);
});

test('several lanes that are held while the rule is quiet are one word', () => {
  const { ledger, clock, told } = world();
  ledger.found(holding, [held('Orders')], clock.ms);
  told(holding);
  clock.ms += minute;
  ledger.found(holding, [held('Orders'), held('Prices'), held('Stock', 14)], clock.ms);
  expect(told(holding)).toEqual([]);
  clock.ms += 15 * minute;
  expect(told(holding)).toEqual([['begun', '15 lanes of Prices and Stock are held', '/lanes']]);
  ledger.found(holding, [held('Stock', 20)], clock.ms);
  clock.ms += 15 * minute;
  expect(told(holding)).toEqual([
    ['ended', '2 held lanes of Orders and Prices resumed', '/lanes'],
    ['begun', '20 lanes of Stock are held', '/lanes?lane=Stock'],
  ]);
});

test('another life tells nothing again that was told, and knows what was not told yet', () => {
  const first = world();
  first.ledger.failed(failing, [failed('Orders', 1, start)], start);
  first.ledger.found(holding, [held('Orders')], start);
  first.told(failing);
  first.told(holding);
  first.ledger.failed(failing, [failed('Orders', 4, start)], start + minute);
  const next = world(first.kept());
  next.clock.ms = start + 2 * minute;
  next.ledger.found(holding, [held('Orders')], next.clock.ms);
  expect([...next.told(failing), ...next.told(holding)]).toEqual([]);
  next.clock.ms = start + 15 * minute;
  expect(next.told(failing).map(([, text]) => text)).toEqual(['4 calls of Orders failed']);
  next.ledger.found(holding, [], next.clock.ms);
  expect(next.told(holding)).toMatchObject([
    ['ended', 'A held lane of Orders resumed', '/lanes?lane=Orders'],
  ]);
});

test('a clock that was put back makes nobody wait', () => {
  const { ledger, clock, told } = world();
  ledger.failed(failing, [failed('Orders', 1, start)], clock.ms);
  told(failing);
  clock.ms = start - 365 * 24 * 60 * minute;
  ledger.failed(failing, [failed('Orders', 1, clock.ms)], clock.ms);
  expect(told(failing)).toHaveLength(1);
});

test('what a rule found is over where the rule is switched off, and nobody is told', () => {
  const { ledger, clock, told } = world();
  ledger.found(holding, [held('Orders')], clock.ms);
  ledger.failed(failing, [failed('Orders', 1, start)], clock.ms);
  told(holding);
  ledger.keepTo([{ ...holding, enabled: false }], clock.ms);
  expect(ledger.list(10).map(({ kind, endedAtMs }) => [kind, endedAtMs])).toEqual([
    ['heldLane', start],
    ['failedCall', null],
  ]);
  expect([...told(holding), ...told(failing)]).toEqual([]);
});

test('the oldest are forgotten, but nothing that lasts', () => {
  const { ledger, clock } = world();
  const loud = rule({ kind: 'failedCall', name: 'Loud', quietMinutes: 0 });
  ledger.found(holding, [held('Orders')], clock.ms);
  for (let at = 1; at <= 600; at++) {
    clock.ms = start + at;
    ledger.failed(loud, [failed('Orders', 1, clock.ms)], clock.ms);
    ledger.tell(loud, clock.ms);
  }
  const kept = ledger.list(1_000);
  expect(kept).toHaveLength(500);
  expect(kept.filter(({ kind }) => kind === 'heldLane')).toHaveLength(1);
  expect(ledger.take().removes).toHaveLength(101);
});
