// The settings as all that follows them sees them change: listeners first, since those may fail.
import type { CapabilityDeps } from './capability/deps.ts';
import type { Exposure } from './exposure.ts';
import type { Store } from './ports/store.ts';
import type { Settings } from '#shared/model/setting.ts';
import { ok } from '#shared/result.ts';

interface SettingsDeps {
  readonly exposure: Pick<Exposure, 'change'>;
  readonly store: Pick<Store, 'config'>;
  current(): Settings;
  /** Told once they are kept. */
  follow(next: Settings): void;
}

export function createSettingsDesk({
  exposure,
  store,
  current,
  follow,
}: SettingsDeps): CapabilityDeps['settings'] {
  return {
    current,
    async apply(next, keep = async () => ok(await store.config.saveSettings(next))) {
      const before = current();
      const moved = await exposure.change(next);
      if (!moved.ok) return moved;
      let isKept = false;
      try {
        const kept = await keep();
        isKept = kept.ok;
        if (kept.ok) follow(next);
        return kept;
      } finally {
        if (!isKept) await exposure.change(before);
      }
    },
  };
}
