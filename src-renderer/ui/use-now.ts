import { useEffect, useLayoutEffect, useState } from 'react';
import { useStore } from 'zustand';
import { serverClock, serverNow } from './server-time.ts';

/** The time of the service in milliseconds since 1970, as new as `everyMs`; it stands still while not `running`. */
export function useNow(everyMs: number, running = true): number {
  const aheadMs = useStore(serverClock, (clock) => clock.aheadMs);
  const [nowMs, setNowMs] = useState(serverNow);
  // Before anything is drawn: where it stood may be long ago, or of another clock.
  useLayoutEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the clock is read where nothing else is
    if (running) setNowMs(serverNow());
  }, [running, aheadMs]);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNowMs(serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, running]);
  return nowMs;
}
