import { expect, test, vi } from 'vitest';
import type { Log } from '#main/host.ts';
import { type Pulse, watchPulse } from '#main/desktop/pulse.ts';

const log: Log = { debug: () => undefined, info: () => undefined, error: () => undefined };

test('an engine that does not answer is as one that is away, and nobody waits for it for ever', async () => {
  vi.useFakeTimers();
  const heard: Pulse[] = [];
  const nobody = () => undefined;
  const reach = () => new Promise<never>(nobody);
  const pulse = watchPulse(
    { reach },
    { pulse: (now) => void heard.push(now), failed: nobody, told: nobody },
    log,
  );
  const looked = pulse.look();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await looked).toEqual({ status: null, lanes: [] });
  expect(heard.length).toBeGreaterThan(0);
  pulse.close();
  vi.useRealTimers();
});
