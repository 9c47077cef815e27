import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPace, secondsUntilEmpty } from '#main/lane/pace.ts';

describe('when a caller of a full lane may try again', () => {
  const Speed = fc.record({
    waiting: fc.nat(),
    perSecond: fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
    meanRunMs: fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })),
    width: fc.nat(100),
  });

  it('is a whole number of seconds from one to an hour, whatever the lane did', () => {
    fc.assert(
      fc.property(Speed, (speed) => {
        const seconds = secondsUntilEmpty(speed);
        expect(Number.isInteger(seconds) && seconds >= 1 && seconds <= 3_600).toBe(true);
      }),
    );
  });

  it('is never sooner for a longer lane', () => {
    fc.assert(
      fc.property(Speed, fc.nat(1_000_000), (speed, more) => {
        const longer = { ...speed, waiting: speed.waiting + more };
        expect(secondsUntilEmpty(longer)).toBeGreaterThanOrEqual(secondsUntilEmpty(speed));
      }),
    );
  });

  it('comes from how many calls ended of late, before that from how long one takes', () => {
    expect(secondsUntilEmpty({ waiting: 600, perSecond: 20, meanRunMs: 1, width: 4 })).toBe(30);
    expect(secondsUntilEmpty({ waiting: 600, perSecond: null, meanRunMs: 200, width: 4 })).toBe(30);
    expect(secondsUntilEmpty({ waiting: 600, perSecond: null, meanRunMs: null, width: 4 })).toBe(150);
  });
});

describe('the pace of a lane', () => {
  it('is counted since the first end within the last minute', () => {
    let now = 5_000;
    const pace = createPace(() => now);
    expect(pace.perSecond()).toBeNull();
    for (let ended = 0; ended < 40; ended++) {
      pace.ended(10);
      now += 100;
    }
    now -= 100;
    expect([pace.lastMinute(), pace.perSecond()]).toEqual([40, 10]);
    now = 40_000;
    expect(pace.perSecond()).toBe(40 / 36);
    now = 66_500;
    expect(pace.perSecond()).toBe(20 / 60);
    now = 70_000;
    expect(pace.perSecond()).toBeNull();
  });
});
