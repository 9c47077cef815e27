import { createContext, use, useEffect } from 'react';

/** What stands in a dialog and would be lost with it: what somebody typed, or what is shown this once. */
export type Held = 'typed' | 'shownOnce';

/** Holds a dialog, until it is let go again. */
export type Hold = (what: Held) => () => void;

export const DialogHold = createContext<Hold>(() => () => undefined);

/** Says of the dialog around what is in it, so that it is not left by chance; null for nothing. */
export function useHeld(what: Held | null): void {
  const hold = use(DialogHold);
  useEffect(() => (what === null ? undefined : hold(what)), [hold, what]);
}
