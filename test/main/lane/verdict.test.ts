import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, maxCrashes, mayRunAgain } from '#main/lane/verdict.ts';
import { problem } from '#shared/problem.ts';
import { Trigger } from '#shared/model/trigger.ts';

const trigger = (change: Record<string, unknown> = {}): Trigger =>
  Trigger.parse({ authentication: { kind: 'none', exposed: false }, ...change });

const asynchronous = { caller: 'answered', once: false, crashes: 0, failures: 0 } as const;
const succeeded = { state: 'succeeded', problem: null, failStatus: null } as const;
const failed = { state: 'failed', problem: problem('step_failed'), failStatus: null } as const;
const interrupted = { ...failed, problem: problem('interrupted') };
const lost = { ...failed, problem: problem('worker_lost') };
const middle = 0.5;

describe('what follows an attempt', () => {
  it('that succeeded is the end', () => {
    const end = { kind: 'end', state: 'succeeded', stops: false };
    expect(judge(asynchronous, succeeded, trigger(), middle)).toEqual(end);
  });

  it('that failed is the end where the trigger does not try again', () => {
    const end = { kind: 'end', state: 'failed', stops: false };
    expect(judge(asynchronous, failed, trigger(), middle)).toEqual(end);
  });

  it('that failed is another, each after its own wait and the last wait again and again', () => {
    const retry = { attempts: 5, waitSeconds: [1, 5], jitter: 0 };
    const waits = [0, 1, 2, 3].map((failures) =>
      judge({ ...asynchronous, failures }, failed, trigger({ retry }), middle),
    );
    expect(waits).toEqual([1_000, 5_000, 5_000, 5_000].map((waitMs) => ({ kind: 'again', waitMs })));
    const end = { kind: 'end', state: 'failed', stops: false };
    expect(judge({ ...asynchronous, failures: 4 }, failed, trigger({ retry }), middle)).toEqual(end);
  });

  it('that the workflow refused with a client error is the end: it has decided', () => {
    const given = trigger({ retry: { attempts: 5 } });
    expect(judge(asynchronous, { ...failed, failStatus: 422 }, given, middle)).toMatchObject({ kind: 'end' });
    expect(judge(asynchronous, { ...failed, failStatus: 503 }, given, middle)).toMatchObject({
      kind: 'again',
    });
  });

  it('that failed for good stops the lane where the trigger says so', () => {
    const given = trigger({ orderedDelivery: { onFailure: 'hold' }, retry: { attempts: 2 } });
    expect(judge(asynchronous, failed, given, middle)).toMatchObject({ kind: 'again' });
    expect(judge({ ...asynchronous, failures: 1 }, failed, given, middle)).toEqual({ kind: 'stop' });
  });

  it('that the end of the service cut off is none of its faults, unless it may run only once', () => {
    const given = trigger({ retry: { attempts: 5 } });
    expect(judge(asynchronous, interrupted, given, middle)).toEqual({ kind: 'back' });
    const end = { kind: 'end', state: 'interrupted', stops: false };
    expect(judge({ ...asynchronous, once: true }, interrupted, given, middle)).toEqual(end);
    expect(judge({ ...asynchronous, caller: 'waiting' }, interrupted, given, middle)).toEqual(end);
    expect(judge({ ...asynchronous, caller: 'timedOut' }, lost, given, middle)).toEqual(end);
  });

  it('that may run only once stops its lane when it is cut off, since nobody knows whether it did its work', () => {
    const given = trigger({ orderedDelivery: { onFailure: 'hold' } });
    expect(judge({ ...asynchronous, once: true }, lost, given, middle)).toEqual({
      kind: 'end',
      state: 'interrupted',
      stops: true,
    });
  });

  it('that cost its thread is the last after several of them', () => {
    expect(mayRunAgain({ ...asynchronous, crashes: maxCrashes - 2 })).toBe(true);
    expect(mayRunAgain({ ...asynchronous, crashes: maxCrashes - 1 })).toBe(false);
    const poisonous = { ...asynchronous, crashes: maxCrashes - 1 };
    const given = trigger({ retry: { attempts: 50 } });
    expect(judge(poisonous, lost, given, middle)).toEqual({ kind: 'end', state: 'failed', stops: false });
  });

  it('waits within the jitter around what is said, whatever chance brings', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 86_400 }),
        fc.nat(98),
        (random, jitter, seconds, failures) => {
          const retry = { attempts: 100, waitSeconds: [seconds], jitter };
          const verdict = judge({ ...asynchronous, failures }, failed, trigger({ retry }), random);
          if (verdict.kind !== 'again') throw new Error(verdict.kind);
          expect(verdict.waitMs).toBeGreaterThanOrEqual(Math.floor(seconds * 1_000 * (1 - jitter)));
          expect(verdict.waitMs).toBeLessThanOrEqual(Math.ceil(seconds * 1_000 * (1 + jitter)));
        },
      ),
    );
  });
});
