import { formatMs } from '#renderer/ui/format.ts';
import type { Timing } from './timing-parts.ts';
import styles from './TimingStrip.module.css';

/** Wide enough for its label to be read in the bar. */
const labelledShare = 0.14;

const whyUnknown =
  'A restart before the end of a call loses its times; one cancelled, or far behind in its lane, has fewer.';

/** What each millisecond went to: one bar, and the same as a list, which is what assistive technology reads. */
export function TimingStrip({ timing }: { readonly timing: Timing }) {
  const { parts, marks, unknown, totalMs } = timing;
  const share = (ms: number) => (totalMs === 0 ? 0 : ms / totalMs);
  return (
    <section aria-label="Timing">
      <div className={styles.bar} aria-hidden>
        {parts.map(({ kind, label, meaning, fromMs, toMs }) => (
          <span
            key={`${label} ${fromMs}`}
            className={`${styles.part} ${styles[kind]}`}
            style={{ flexGrow: share(toMs - fromMs) }}
            title={`${label}: ${formatMs(toMs - fromMs)}${meaning === undefined ? '' : `. ${meaning}.`}`}
          >
            {share(toMs - fromMs) > labelledShare && `${label} ${formatMs(toMs - fromMs)}`}
          </span>
        ))}
        {marks.map(({ label, atMs }) => (
          <span
            key={label}
            className={styles.mark}
            style={{ left: `${share(atMs) * 100}%` }}
            title={`${label} at ${formatMs(atMs)}`}
          />
        ))}
      </div>
      <ol className={styles.list} aria-label="What each millisecond went to">
        {parts.map(({ kind, label, meaning, fromMs, toMs, open }) => (
          <li key={`${label} ${fromMs}`} title={meaning}>
            <span className={`${styles.key} ${styles[kind]}`} aria-hidden />
            {label} <b>{formatMs(toMs - fromMs)}</b>
            {open && ' so far'}
          </li>
        ))}
        {marks.map(({ label, atMs }) => (
          <li key={label}>
            <span className={styles.markKey} aria-hidden />
            {label} at <b>{formatMs(atMs)}</b>
          </li>
        ))}
        {unknown.map((label) => (
          <li key={label} className="quiet" title={whyUnknown}>
            {label}: time not known any more
          </li>
        ))}
      </ol>
    </section>
  );
}
