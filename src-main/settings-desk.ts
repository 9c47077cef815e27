// The settings as all that follows them sees them change: listeners first, since those may fail.
import type { CapabilityDeps } from './capability/deps.ts';
import type { Exposure, WayBack } from './exposure.ts';
import type { Store } from './ports/store.ts';
import type { Settings } from '#shared/model/setting.ts';
import { ok } from '#shared/result.ts';

interface SettingsDeps {
  readonly exposure: Pick<Exposure, 'change'>;
  readonly store: Pick<Store, 'config'>;
  current(): Settings;
  report(what: string, error: unknown): void;
  /** Told once they are kept. */
  follow(next: Settings): void;
}

export function createSettingsDesk({
  exposure,
  store,
  current,
  report,
  follow,
}: SettingsDeps): CapabilityDeps['settings'] {
  return {
    current,
    async apply(next, keep = async () => ok(await store.config.saveSettings(next))) {
      const moved = await exposure.change(next);
      if (!moved.ok) return moved;
      let isKept = false;
      try {
        const kept = await keep();
        isKept = kept.ok;
        if (kept.ok) follow(next);
        return kept;
      } finally {
        if (!isKept) await goBack(moved.value);
      }
    },
  };

  /** What kept the settings from being kept is what is told; where this fails too, the log has it. */
  async function goBack(wayBack: WayBack): Promise<void> {
    const what = 'listeners could not be put back to where they were';
    try {
      const back = await wayBack();
      if (!back.ok) report(what, new Error(back.problem.detail));
    } catch (error) {
      report(what, error);
    }
  }
}
