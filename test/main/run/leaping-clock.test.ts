import { afterEach, expect, it, vi } from 'vitest';
import { evaluate } from '#main/run/expression.ts';
import { StepFailure } from '#main/run/step-failure.ts';
import { timeLimit } from '#main/run/time-limit.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it('an expression is not given up for a wall clock that leaps while it is evaluated', async () => {
  const realNow = Date.now.bind(Date);
  let looks = 0;
  // The second look at the clock of each evaluation comes a day later, for the first evaluation only.
  vi.spyOn(Date, 'now').mockImplementation(() => realNow() + (++looks > 2 ? 86_400_000 : 0));
  const limit = timeLimit(5_000, () => new StepFailure('It took too long.'));
  expect(await evaluate('$sum([1..50].($ * 2))', {}, limit)).toBe(2550);
  expect(looks).toBeGreaterThan(2);
});
