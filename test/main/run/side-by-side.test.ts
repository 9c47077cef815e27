// Items of a list that run side by side, in one thread and over the network.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunPort } from '#main/ports/run.ts';
import { type Peer, startPeer } from '#test/support/peer.ts';
import { each, of } from './list-steps.ts';
import { resultOf, run, startPool } from './run-workflow.ts';

let pool: RunPort;
/** Answers `{ "of": <what stands after the slash> }`, late for `slow<ms>`, and once all may for `gated`. */
let peer: Peer;
let running = 0;
let mostRunning = 0;
/** Nothing `gated` is answered before as many run; a limit that is never reached is seen by the limit of the test. */
let gate = { opensAt: 0, open: Promise.withResolvers<void>() };
const closeGate = (opensAt: number) => (gate = { opensAt, open: Promise.withResolvers() });

beforeAll(async () => {
  pool = startPool({ size: 1 });
  peer = await startPeer(async ({ url }) => {
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    if (running === gate.opensAt) gate.open.resolve();
    const of = url.slice(1);
    if (of.startsWith('gated')) await gate.open.promise;
    const [, waitMs = '0'] = /^slow(\d+)/.exec(of) ?? [];
    await new Promise((then) => setTimeout(then, Number(waitMs)));
    running -= 1;
    return { of };
  });
});
afterAll(async () => {
  await pool.close();
  await peer.close();
});

describe('items side by side in one thread', () => {
  test('an item that holds it past its limit is known, though another one has let go of it meanwhile', async () => {
    const steps = [
      {
        name: 'spin',
        kind: 'transform',
        when: 'item != "rest"',
        // Many small turns first, in which the other item comes to its rest; then one that nothing interrupts.
        expression: '($count([1..500].($ + 1)); $match(item, /^(a+)+$/))',
        timeoutSeconds: 0.3,
      },
      { name: 'rest', kind: 'delay', seconds: 30 },
    ];
    const outcome = await run(pool, [each(steps, { concurrency: 2 })], of([`${'a'.repeat(60)}!`, 'rest']));
    expect(outcome.problem).toMatchObject({
      code: 'execution_timed_out',
      reason: 'each: It held its thread past its limit of 0.3 s and was ended.',
    });
  });

  test('an item that has ended holds it no longer, while another one waits', async () => {
    const steps = [
      { name: 'rest', kind: 'delay', seconds: 1, when: 'item = "rest"' },
      { name: 'quick', kind: 'transform', expression: 'item', timeoutSeconds: 0.1, when: 'item = "quick"' },
    ];
    const impatient = startPool({ size: 1, graceMs: 50 });
    const outcome = await run(impatient, [each(steps, { concurrency: 2 })], of(['rest', 'quick']));
    await impatient.close();
    expect(resultOf(outcome)).toEqual([null, 'quick']);
  });
});

test('whatever each item takes and however many run side by side, results are in order and no more run than may', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 15 }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (waits, concurrency) => {
        mostRunning = 0;
        const steps = [
          { name: 'ask', kind: 'httpRequest', url: `${peer.url}/slow{{ item }}-{{ index }}` },
          { name: 'got', kind: 'transform', expression: 'steps.ask.body.of' },
        ];
        const outcome = await run(pool, [each(steps, { concurrency })], of(waits));
        expect(resultOf(outcome)).toEqual(waits.map((wait, at) => `slow${wait}-${at}`));
        expect(mostRunning).toBeLessThanOrEqual(concurrency);
      },
    ),
    { numRuns: 25 },
  );
});

test('as many run side by side as may', async () => {
  mostRunning = 0;
  closeGate(3);
  const ask = { name: 'ask', kind: 'httpRequest', url: `${peer.url}/gated-{{ item }}` };
  const outcome = await run(pool, [each([ask], { concurrency: 3 })], of([1, 2, 3, 4, 5]));
  expect(outcome.problem).toBeNull();
  expect(mostRunning).toBe(3);
});

test('lists within each other run no more side by side together than one may', async () => {
  mostRunning = 0;
  closeGate(100);
  const ask = { name: 'ask', kind: 'httpRequest', url: `${peer.url}/gated-{{ item }}` };
  const inner = { name: 'inner', kind: 'forEach', items: '[1..40]', steps: [ask], concurrency: 40 };
  const outcome = await run(pool, [each([inner], { items: '[1..4]', concurrency: 4 })]);
  expect(outcome.problem).toBeNull();
  expect(mostRunning).toBe(100);
});
