// How the app behaves on this computer, and what follows when a person changes it.
import { powerSaveBlocker } from 'electron';
import type { DesktopPort } from '#main/host.ts';
import type { DesktopPreferences } from '#shared/model/desktop.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse } from '#shared/result.ts';
import type { Remembered } from './desktop-file.ts';
import type { LoginStart } from './start-at-login.ts';

export interface PreferenceDesk extends Pick<DesktopPort, 'preferences' | 'savePreferences'> {
  /** Brings the system to what is kept, where only the running app can. */
  start(): void;
}

/** `changed` is called when others are in effect. */
export function createPreferences(
  remembered: Remembered,
  login: LoginStart,
  changed: () => void,
): PreferenceDesk {
  const preferences = () => remembered.get().preferences;
  let blocker: number | null = null;

  /** A server that sleeps answers nobody; what is asked for ends with the app. */
  function follow(): void {
    const { keepAwake } = preferences();
    if (keepAwake && blocker === null) blocker = powerSaveBlocker.start('prevent-app-suspension');
    if (!keepAwake && blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  }

  const isSame = (next: DesktopPreferences): boolean =>
    next.startAtLogin === preferences().startAtLogin && next.startHidden === preferences().startHidden;

  return {
    preferences,
    start() {
      follow();
      const { startAtLogin, startHidden } = preferences();
      if (startAtLogin) login.renew(startHidden);
    },
    async savePreferences(next) {
      const before = preferences();
      // Left alone otherwise: a person may have taken the entry out of the system's own list.
      const isForLogin = !isSame(next);
      try {
        remembered.set({ preferences: next });
        if (isForLogin) login.set(next.startAtLogin, next.startHidden);
      } catch (error) {
        // Both or neither.
        remembered.note({ preferences: before });
        return refuse(problem('file_not_writable', { detail: String(error) }));
      }
      follow();
      changed();
      return ok(preferences());
    },
  };
}
