import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSteadyClock } from '#main/store/steady-clock.ts';

const hourMs = 3_600_000;

/** A steady clock between a wall clock and a monotonic one that are moved by hand. */
function clocks(last = 0, wall = 1_700_000_000_000) {
  let tick = 5_000;
  const time = createSteadyClock(
    last,
    () => wall,
    () => tick,
  );
  return {
    time,
    wall: () => wall,
    pass(ms: number) {
      tick += ms;
      wall += ms;
    },
    leap: (ms: number) => void (wall += ms),
  };
}

describe('the clock that things expire by', () => {
  it('is the wall clock as long as that does not leap', () => {
    const { time, wall, pass } = clocks();
    for (const ms of [0, 1, 1_000, 24 * hourMs]) {
      pass(ms);
      expect(time()).toBe(wall());
    }
  });

  it('F53: follows a leap ahead by no more than an hour in a minute, and comes to it in the end', () => {
    const { time, wall, pass, leap } = clocks();
    const before = time();
    leap(24 * hourMs);
    expect(time()).toBe(before);
    pass(60_000);
    expect(time()).toBe(before + hourMs);
    pass(24 * 60_000);
    expect(time()).toBe(wall());
  });

  it('stands still after a leap back until the wall clock is there again', () => {
    const { time, wall, pass, leap } = clocks();
    const before = time();
    leap(-hourMs);
    pass(hourMs / 2);
    expect(time()).toBe(before);
    pass(hourMs);
    expect(time()).toBe(wall());
  });

  it('goes on from where an earlier life left it', () => {
    const { time, wall, pass } = clocks(1_700_000_000_000 - 2 * hourMs);
    expect(time()).toBe(1_700_000_000_000 - 2 * hourMs);
    pass(3 * 60_000);
    expect(time()).toBe(wall());
    expect(clocks(1_700_000_000_000 + hourMs).time()).toBe(1_700_000_000_000 + hourMs);
  });

  it('never goes back nor faster, whatever the wall clock does', () => {
    const Moves = fc.array(fc.record({ leap: fc.integer({ min: -1e9, max: 1e9 }), pass: fc.nat(1e6) }));
    fc.assert(
      fc.property(Moves, (moves) => {
        const { time, pass, leap } = clocks();
        let before = time();
        for (const move of moves) {
          leap(move.leap);
          pass(move.pass);
          const now = time();
          expect(now).toBeGreaterThanOrEqual(before);
          expect(now - before).toBeLessThanOrEqual(move.pass * 60 + 1);
          before = now;
        }
      }),
    );
  });
});
