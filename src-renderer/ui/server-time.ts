// The time of the service, which all times on the screens are of: the clock of this machine may be another one.
import { createStore } from 'zustand/vanilla';

/** An answer comes late, never early: only one that is further back than it can have been on its way tells of a clock that was set back. */
const latestMs = 2_000;

/** How far the time of the service is ahead of the time since this page began. */
export const serverClock = createStore<{ readonly aheadMs: number }>(() => ({
  aheadMs: performance.timeOrigin,
}));
let isKnown = false;

/** In milliseconds since 1970; it goes on evenly between two answers. */
export const serverNow = (): number => serverClock.getState().aheadMs + performance.now();

/** The service has just said what time it is. */
export function setServerTime(iso: string): void {
  const aheadMs = Date.parse(iso) - performance.now();
  const known = serverClock.getState().aheadMs;
  if (isKnown && aheadMs <= known && aheadMs > known - latestMs) return;
  isKnown = true;
  serverClock.setState({ aheadMs });
}
