import { expect, test, vi } from 'vitest';
import { serverNow, setServerTime } from '#renderer/ui/server-time.ts';

test('the time of the service goes on evenly, by the answer that was least late, and follows a clock set back', () => {
  vi.useFakeTimers({ toFake: ['performance', 'Date'] });
  try {
    const iso = (ms: number) => new Date(ms).toISOString();
    const noon = Date.UTC(2026, 10, 25, 12);
    setServerTime(iso(noon));
    vi.setSystemTime(0);
    expect(serverNow()).toBe(noon);
    vi.advanceTimersByTime(5_000);
    expect(serverNow()).toBe(noon + 5_000);
    setServerTime(iso(noon + 4_700));
    expect(serverNow()).toBe(noon + 5_000);
    setServerTime(iso(noon + 5_200));
    expect(serverNow()).toBe(noon + 5_200);
    setServerTime(iso(noon - 3_600_000));
    expect(serverNow()).toBe(noon - 3_600_000);
  } finally {
    vi.useRealTimers();
  }
});
