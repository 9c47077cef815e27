import { describe, expect, it } from 'vitest';
import { matchTrigger } from '#main/call/match-trigger.ts';
import { createRegistry } from '#main/call/registry.ts';
import { Integration } from '#shared/model/integration.ts';

const registry = createRegistry(() => ({
  challenges: () => [],
  verify: () => ({ ok: false, problem: never }),
}));
const never = { code: 'internal', detail: '' } as const;
const put = (code: string, name: string, at: number) =>
  registry.put(
    Integration.parse({
      id: `0193a1b2-0000-7000-8000-${String(at).padStart(12, '0')}`,
      version: 1,
      savedAt: '2026-01-01T00:00:00.000Z',
      code,
      name,
      trigger: { authentication: { kind: 'none' } },
    }),
  );
put('t37ed', 'Orders', 1);
put('abcde', 'Customers', 2);

const reasonOf = (path: string) => {
  const matched = matchTrigger(path, registry);
  return matched.ok ? 'found' : matched.problem.reason;
};

describe('an unknown address', () => {
  it.each([
    ['/t37ed/orders', '/t37ed/Orders'],
    ['/t37ed/Order', '/t37ed/Orders'],
    ['/t37df/Orders', '/t37ed/Orders'],
    ['/abcde/Customers/', '/abcde/Customers'],
  ])('%s is told the nearest one in the log: %s', (path, nearest) => {
    expect(reasonOf(path)).toBe(`There is no such endpoint; the nearest is ${nearest}.`);
  });

  it.each(['/', '/t37ed', '/zzzzz/Nothing', '/t37ed/SomethingElseAltogether', '/__proto__/constructor'])(
    '%s is near to none',
    (path) => expect(reasonOf(path)).toBe('There is no such endpoint.'),
  );

  it('is compared with a few only, however many are like it', () => {
    for (let at = 0; at < 1_000; at++) put('crowd', `CreateCustomerRecord${at}`, 10 + at);
    let compared = 0;
    const counting = {
      ...registry,
      all: () =>
        registry.all().map((live) => ({
          ...live,
          get path() {
            compared += 1;
            return live.path;
          },
        })),
    };
    matchTrigger('/crowd/CreateCustomerRecordX', counting);
    // Each once for its distance, and once more to be named.
    expect(compared).toBeLessThanOrEqual(8);
  });
});
