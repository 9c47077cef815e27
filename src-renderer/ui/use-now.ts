import { useEffect, useLayoutEffect, useState } from 'react';

/** The time in milliseconds since 1970, as new as `everyMs`; it stands still while not `running`. */
export function useNow(everyMs: number, running = true): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  // Before anything is drawn: where it stood may be long ago.
  useLayoutEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- the clock is read where nothing else is
    if (running) setNowMs(Date.now());
  }, [running]);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, running]);
  return nowMs;
}
