import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLaneQueue, maxRemembered, type Entry } from '#main/lane/lane-queue.ts';

/** What a lane is on disk: calls in order, each waiting, running or ended. */
interface Model {
  readonly disk: { sequence: number; state: 'waiting' | 'running' | 'ended' }[];
  readonly handedOver: { sequence: number; entry: Entry }[];
  readonly started: number[];
  fetch: { after: number } | null;
}

const Move = fc.constantFrom('accept', 'confirm', 'lose', 'end', 'cancel', 'fetch', 'deliver', 'start');

describe('the queue of a lane', () => {
  it('starts calls in the order they were accepted, never more than may run, and forgets none', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.nat(5),
        fc.array(Move, { maxLength: 400, size: 'max' }),
        (limit, waiting, moves) => {
          const queue = createLaneQueue(limit, waiting);
          const model: Model = { disk: [], handedOver: [], started: [], fetch: null };
          let sequence = 0;
          for (let at = 0; at < waiting; at++) model.disk.push({ sequence: ++sequence, state: 'waiting' });
          const running = () => model.disk.filter(({ state }) => state === 'running');

          const start = () => {
            for (let next = queue.next(); next !== null; next = queue.next()) {
              const call = model.disk.find((one) => one.sequence === next);
              if (call?.state !== 'waiting') queue.gone();
              else {
                call.state = 'running';
                model.started.push(next);
              }
            }
            const after = queue.refillAfter();
            if (after !== null) model.fetch = { after };
          };
          const confirm = () => {
            const first = model.handedOver.shift();
            if (first === undefined) return;
            queue.stored(first.sequence, first.entry);
          };

          for (const move of moves) {
            switch (move) {
              case 'accept': {
                const entry = queue.enter();
                model.disk.push({ sequence: ++sequence, state: entry === 'start' ? 'running' : 'waiting' });
                if (entry === 'start') model.started.push(sequence);
                model.handedOver.push({ sequence, entry });
                break;
              }
              case 'confirm':
                confirm();
                break;
              case 'lose': {
                // A commit that fails takes all that was handed over with it.
                if (model.handedOver.length === 0) break;
                queue.lost(queue.enter());
                break;
              }
              case 'end': {
                const call = running().find(
                  (one) => !model.handedOver.some((handed) => handed.sequence === one.sequence),
                );
                if (call === undefined) break;
                call.state = 'ended';
                queue.done();
                break;
              }
              case 'cancel': {
                const call = model.disk.find(
                  (one) =>
                    one.state === 'waiting' &&
                    !model.handedOver.some((handed) => handed.sequence === one.sequence),
                );
                if (call === undefined) break;
                call.state = 'ended';
                queue.withdraw(call.sequence);
                break;
              }
              case 'deliver': {
                if (model.fetch === null) break;
                const { after } = model.fetch;
                model.fetch = null;
                const found = model.disk.filter((one) => one.state === 'waiting' && one.sequence > after);
                queue.refill(
                  found.slice(0, maxRemembered).map((one) => one.sequence),
                  found.length < maxRemembered,
                );
                break;
              }
              case 'fetch':
              case 'start':
                start();
            }
            expect(running().length).toBeLessThanOrEqual(limit);
          }

          // Left alone, the lane comes to rest with every call ended.
          for (let round = 0; round < 1_000 && model.disk.some(({ state }) => state !== 'ended'); round++) {
            while (model.handedOver.length > 0) confirm();
            start();
            if (model.fetch !== null) {
              const { after } = model.fetch;
              model.fetch = null;
              const found = model.disk.filter((one) => one.state === 'waiting' && one.sequence > after);
              queue.refill(
                found.map((one) => one.sequence),
                true,
              );
              start();
            }
            for (const call of running()) {
              call.state = 'ended';
              queue.done();
            }
          }
          expect(model.disk.filter(({ state }) => state !== 'ended')).toEqual([]);
          expect(model.started).toEqual(model.started.toSorted((a, b) => a - b));
          expect([queue.running, queue.waiting]).toEqual([0, 0]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps a thousand waiting calls in memory and asks for the others when few are left', () => {
    const queue = createLaneQueue(1);
    queue.stored(1, queue.enter());
    for (let sequence = 2; sequence <= 2_001; sequence++) queue.stored(sequence, queue.enter());
    expect(queue.refillAfter()).toBeNull();
    for (let turn = 0; turn < maxRemembered - 250; turn++) {
      queue.done();
      expect(queue.next()).toBe(turn + 2);
    }
    expect(queue.refillAfter()).toBe(maxRemembered + 1);
  });

  it('starts nothing while its limit is nought, and everything in order after', () => {
    const queue = createLaneQueue(0);
    queue.stored(1, queue.enter());
    queue.stored(2, queue.enter());
    expect(queue.next()).toBeNull();
    queue.setLimit(2);
    expect([queue.next(), queue.next(), queue.next()]).toEqual([1, 2, null]);
  });
});
