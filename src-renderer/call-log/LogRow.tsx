import { memo } from 'react';
import { asClause } from '#renderer/ui/as-clause.ts';
import { formatDateTime, formatMs } from '#renderer/ui/format.ts';
import { CallStateBadge } from '#renderer/ui/StateBadge.tsx';
import { type CallSummary, isOpen } from '#shared/model/call.ts';
import { shortTime } from './short-time.ts';
import styles from './CallLog.module.css';

export const columns = [
  'time',
  'integration',
  'method',
  'key',
  'state',
  'place',
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
  /** Its place in the lane, where it is known. */
  readonly place: string;
}

export const LogRow = memo(function LogRow({
  call,
  at,
  top,
  isSelected,
  isOpened,
  today,
  place,
}: LogRowProps) {
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
      <span role="cell" data-column="method">
        {call.method}
      </span>
      <span role="cell" data-column="key" className={styles.name} title={call.keyLabel ?? undefined}>
        {call.keyLabel ?? '–'}
      </span>
      {call.state === 'refused' ? (
        <Ended call={call} span={5} />
      ) : (
        <>
          {isOpen(call.state) ? (
            <>
              <span role="cell">
                <CallStateBadge state={call.state} />
              </span>
              <span role="cell" data-column="place">
                {place}
              </span>
            </>
          ) : (
            <Ended call={call} span={2} />
          )}
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

/** How it ended and why, over as many columns as have nothing to say of it. */
function Ended({ call: { state, problem }, span }: { readonly call: CallSummary; readonly span: 2 | 5 }) {
  return (
    <span role="cell" aria-colspan={span} data-span={span} className={styles.ended} title={problem?.text}>
      <CallStateBadge state={state} />
      {problem && <span className={styles.why}>: {asClause(problem.text)}</span>}
    </span>
  );
}
