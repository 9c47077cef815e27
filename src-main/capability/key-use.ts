import type { KeyDay } from '#main/ports/key-use.ts';
import type { KeyUse } from '#shared/model/key-use.ts';

const dayMs = 86_400_000;
const shownDays = 30;

const never: KeyUse = { lastUsedAt: null, lastUsedFrom: null, days: [] };

/** How each key was used, by its id. */
export function keyUses(rows: readonly KeyDay[], nowMs: number): (keyId: string) => KeyUse {
  const byKey = Map.groupBy(rows, ({ keyId }) => keyId);
  const oldest = Math.floor(nowMs / dayMs) - shownDays;
  return (keyId) => {
    const days = byKey.get(keyId) ?? [];
    const last = days.at(-1);
    if (last === undefined) return never;
    return {
      lastUsedAt: new Date(last.lastAtMs).toISOString(),
      lastUsedFrom: last.address,
      days: days
        .filter(({ day }) => day > oldest)
        .map(({ day, calls }) => ({ day: new Date(day * dayMs).toISOString().slice(0, 10), calls })),
    };
  };
}
