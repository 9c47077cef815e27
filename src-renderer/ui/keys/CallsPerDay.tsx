import type { KeyUse } from '#shared/model/key-use.ts';
import { barsOf } from './key-use-words.ts';
import styles from './CallsPerDay.module.css';

/** A month of calls as small bars; read out as the days that had any. */
export function CallsPerDay({ use, nowMs }: { readonly use: KeyUse; readonly nowMs: number }) {
  const bars = barsOf(use, nowMs);
  const words = bars.filter(({ calls }) => calls > 0).map(({ title }) => title);
  return (
    <div role="img" className={styles.bars} aria-label={`Calls per day (UTC). ${words.join(', ')}`}>
      {bars.map(({ day, share, title }) => (
        <span
          key={day}
          className={styles.bar}
          title={title}
          style={{ height: `${share === 0 ? 0 : Math.max(8, share * 100)}%` }}
        />
      ))}
    </div>
  );
}
