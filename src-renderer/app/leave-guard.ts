// Unsaved changes: whoever has some says which places keep them, and every way out asks first.
import { useEffect, useEffectEvent } from 'react';
import { createStore, useStore } from 'zustand';
import type { AroundNavHandler } from 'wouter';
import { navigate } from './hash-place.ts';
import { hasToken } from './token.ts';

interface LeaveGuard {
  /** Whether a place keeps the changes; null while there are none. */
  readonly keeps: ((place: string) => boolean) | null;
  /** The place that was asked for and is held back. */
  readonly heldBack: string | null;
}

const guard = createStore<LeaveGuard>(() => ({ keeps: null, heldBack: null }));

const isLeaving = (place: string): boolean => guard.getState().keeps?.(place) === false;

/** Wraps the router's navigation. */
export const askBeforeLeaving: AroundNavHandler = (go, place, options) => {
  if (isLeaving(place)) guard.setState({ heldBack: place });
  else go(place, options);
};

// Back, forward and an address typed in have happened when the page hears of them: the old place is put back.
window.addEventListener(
  'hashchange',
  (event) => {
    const place = new URL(event.newURL).hash.slice(1) || '/';
    if (!event.isTrusted || hasToken(event.newURL) || !isLeaving(place)) return;
    event.stopImmediatePropagation();
    history.pushState(null, '', event.oldURL);
    guard.setState({ heldBack: place });
  },
  { capture: true },
);

window.addEventListener('beforeunload', (event) => {
  if (guard.getState().keeps) event.preventDefault();
});

/** Guards unsaved changes while `hasChanges`; `keeps` says which places do not lose them. */
export function useLeaveGuard(hasChanges: boolean, keeps: (place: string) => boolean): void {
  const keepsNow = useEffectEvent(keeps);
  useEffect(() => {
    if (!hasChanges) return;
    guard.setState({ keeps: (place) => keepsNow(place) });
    return () => guard.setState({ keeps: null });
  }, [hasChanges]);
}

export const useHeldBack = (): string | null => useStore(guard, ({ heldBack }) => heldBack);
export const stay = (): void => guard.setState({ heldBack: null });

export function leave(): void {
  const { heldBack } = guard.getState();
  guard.setState({ keeps: null, heldBack: null });
  if (heldBack !== null) navigate(heldBack);
}

/** Drops the guard: what it stood for is gone. */
export const letGo = (): void => guard.setState({ keeps: null, heldBack: null });
