import { memo } from 'react';
import { asClause } from '#renderer/ui/as-clause.ts';
import { formatDateTime, formatMs, formatTime } from '#renderer/ui/format.ts';
import { CallStateBadge } from '#renderer/ui/StateBadge.tsx';
import { type CallSummary, isOpen } from '#shared/model/call.ts';
import styles from './CallLog.module.css';

export const columns = [
  'time',
  'integration',
  'method',
  'key',
  'state',
  'wait',
  'run',
  'total',
  'answered',
] as const;

const toCome = '…';

interface LogRowProps {
  readonly call: CallSummary;
  /** Of all rows, the head being the first. */
  readonly at: number;
  readonly top: number;
  readonly isSelected: boolean;
  readonly isOpened: boolean;
  /** Today, as a list names it. */
  readonly today: string;
}

export const LogRow = memo(function LogRow({ call, at, top, isSelected, isOpened, today }: LogRowProps) {
  const duration = (ms: number | null) => (ms === null && isOpen(call.state) ? toCome : formatMs(ms));
  return (
    <div
      role="row"
      aria-rowindex={at}
      aria-current={isSelected || undefined}
      data-at={at - 2}
      data-opened={isOpened || undefined}
      className={`${styles.row} ${styles.body}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="cell" className="mono" title={formatDateTime(call.receivedAt)}>
        {shortTime(call.receivedAt, today)}
      </span>
      <span role="cell" className={styles.name} title={call.path}>
        {call.integration ?? <span className="mono">{call.path}</span>}
      </span>
      <span role="cell">{call.method}</span>
      <span role="cell" data-column="key" className={styles.name} title={call.keyLabel ?? undefined}>
        {call.keyLabel ?? '–'}
      </span>
      {call.state === 'refused' ? (
        <span role="cell" aria-colspan={4} className={styles.refused} title={call.problem?.text}>
          <CallStateBadge state="refused" />
          {call.problem && <span className={styles.why}>: {asClause(call.problem.text)}</span>}
        </span>
      ) : (
        <>
          <span role="cell" className={styles.name} title={call.problem?.text}>
            <CallStateBadge state={call.state} />
          </span>
          <span role="cell" data-column="wait" className={styles.number}>
            {duration(call.waitMs)}
          </span>
          <span role="cell" data-column="run" className={styles.number}>
            {duration(call.runMs)}
          </span>
          <span role="cell" data-column="total" className={styles.number}>
            {duration(call.totalMs)}
          </span>
        </>
      )}
      <span role="cell" className={styles.number}>
        {call.answeredStatus ?? (isOpen(call.state) ? toCome : '–')}
      </span>
    </div>
  );
});

/** With the day where it is not today's. */
function shortTime(iso: string, today: string): string {
  const day = formatDateTime(iso).slice(0, 10);
  return day === today ? formatTime(iso) : `${day.slice(5)} ${formatTime(iso).slice(0, 8)}`;
}
