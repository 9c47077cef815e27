// What lanes keep in memory of calls that wait.
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { LaneDeps } from '#main/lane/deps.ts';
import { createLanes, type AcceptedCall } from '#main/lane/lanes.ts';
import type { LiveCall } from '#main/lane/live-call.ts';
import { forget, maxKnown, remember } from '#main/lane/known-calls.ts';
import { Integration } from '#shared/model/integration.ts';

/** A store that takes every call at once, and workflows that never end. */
function lanesWithoutEnd() {
  let stored = 0;
  const never = () => new Promise(() => undefined);
  const deps: Partial<Record<keyof LaneDeps, unknown>> = {
    calls: { accept: async () => ({ sequence: ++stored, laneSequence: stored }) },
    run: { execute: never },
    version: never,
    missing: { areSome: () => false },
    announce: () => undefined,
    now: () => 0,
    tick: () => 0,
  };
  return createLanes(deps as unknown as LaneDeps);
}

it('of the calls that wait in the lanes of all integrations, ten thousand are kept in memory, and those that somebody waits for', async () => {
  const lanes = lanesWithoutEnd();
  const integrations = Array.from({ length: 4 }, (_, at) =>
    Integration.parse({
      id: randomUUID(),
      version: 1,
      savedAt: new Date(0).toISOString(),
      code: 'abcde',
      name: `Order${at}`,
      trigger: { authentication: { kind: 'none', exposed: false }, orderedDelivery: true },
    }),
  );
  for (const integration of integrations) lanes.configure(integration);
  const accept = async ({ id: integrationId }: Integration, settle: LiveCall['settle'] = null) => {
    const request = { method: 'POST', path: '/', isSealed: false, headersJson: '[]' };
    const call = { id: randomUUID(), integrationId, integrationVersion: 1, request, authorisedMs: 0 };
    const kept = await lanes.accept(call as unknown as AcceptedCall, settle);
    if ('first' in kept) throw new Error('Nobody called before.');
    return { integrationId, sequence: kept.call.sequence };
  };
  const isKnown = ({ integrationId, sequence }: Awaited<ReturnType<typeof accept>>): boolean =>
    lanes.timingsOf(integrationId, sequence) !== null;

  const heads = await Promise.all(integrations.map((integration) => accept(integration)));
  const waiting = [];
  for (let round = 0; round < maxKnown / 2; round++)
    waiting.push(...(await Promise.all(integrations.map((integration) => accept(integration)))));
  expect(waiting.filter(isKnown)).toEqual(waiting.slice(0, maxKnown));
  expect(isKnown(await accept(integrations[0]!, () => true))).toBe(true);

  expect(heads.every(isKnown)).toBe(true);
});

it('a call that waits to be tried again takes one of the ten thousand places, and gives it back', () => {
  const group = { known: new Map<number, LiveCall>(), knownInAll: { calls: maxKnown - 1 } };
  const failed = (sequence: number, settle: LiveCall['settle'] = null) =>
    ({ sequence, settle }) as unknown as LiveCall;
  remember(group, failed(1));
  remember(group, failed(2));
  remember(
    group,
    failed(3, () => true),
  );
  expect([...group.known.keys()]).toEqual([1, 3]);
  forget(group, 1);
  forget(group, 2);
  remember(group, failed(4));
  expect([[...group.known.keys()], group.knownInAll.calls]).toEqual([[3], maxKnown]);
  forget(group, 3);
  remember(group, failed(5));
  expect([[...group.known.keys()], group.knownInAll.calls]).toEqual([[5], maxKnown]);
});
