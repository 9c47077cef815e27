import { memo, type ReactNode } from 'react';
import { asClause } from '#renderer/ui/as-clause.ts';
import { formatBytes, formatDateTime, formatMs } from '#renderer/ui/format.ts';
import { CallStateBadge } from '#renderer/ui/StateBadge.tsx';
import { type CallSummary, isOpen } from '#shared/model/call.ts';
import { type ColumnName, type LogColumn, logColumns, spanOfState } from './log-columns.ts';
import { shortTime } from './short-time.ts';
import styles from './CallLog.module.css';

const toCome = '…';
const nothing = '–';

interface LogRowProps {
  readonly call: CallSummary;
  readonly columns: readonly ColumnName[];
  /** Of all rows, the head being the first. */
  readonly at: number;
  readonly top: number;
  readonly isSelected: boolean;
  readonly isOpened: boolean;
  readonly isChosen: boolean;
  /** Today, as a list names it. */
  readonly today: string;
  /** Its place in the lane, where it is known. */
  readonly place: string;
}

export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { call, columns, at, top, isSelected, isOpened, isChosen, today } = props;
  const span = isOpen(call.state) ? 1 : spanOfState(columns, call.state === 'refused' ? 'refused' : 'ended');
  const stateAt = columns.indexOf('state');
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
      <span role="cell" className={styles.choice} data-choice>
        {/* The table handles its clicks, and the key x. */}
        <input
          type="checkbox"
          tabIndex={-1}
          readOnly
          checked={isChosen}
          aria-label={`Choose the call of ${shortTime(call.receivedAt, today)}`}
        />
      </span>
      {columns.map((name, column) =>
        name === 'state' && span > 1 ? (
          <span
            key={name}
            role="cell"
            aria-colspan={span}
            className={styles.name}
            style={{ gridColumn: `span ${span}` }}
            title={call.problem?.text}
          >
            <Ended call={call} />
          </span>
        ) : stateAt >= 0 && column > stateAt && column < stateAt + span ? null : (
          <Cell key={name} name={name} {...props} />
        ),
      )}
    </div>
  );
});

function Cell({ name, call, today, place }: LogRowProps & { readonly name: ColumnName }) {
  const { isNumber }: LogColumn = logColumns[name];
  const { content, title } = contentOf(name, call, { today, place });
  return (
    <span role="cell" title={title ?? undefined} className={isNumber === true ? styles.number : styles.name}>
      {content}
    </span>
  );
}

/** What a column says of a call, and in full where that may be cut. */
function contentOf(
  name: ColumnName,
  call: CallSummary,
  { today, place }: Pick<LogRowProps, 'today' | 'place'>,
): { readonly content: ReactNode; readonly title?: string | null | undefined } {
  const duration = (ms: number | null) => (ms === null && isOpen(call.state) ? toCome : formatMs(ms));
  switch (name) {
    case 'time':
      return { content: mono(shortTime(call.receivedAt, today)), title: formatDateTime(call.receivedAt) };
    case 'integration':
      return { content: call.integration ?? mono(call.path), title: call.path };
    case 'path':
      return { content: mono(call.path), title: call.path };
    case 'method':
      return { content: call.method };
    case 'key':
      return { content: call.keyLabel ?? nothing, title: call.keyLabel };
    case 'lane':
      return { content: call.lane ?? nothing, title: call.lane };
    case 'state':
      return isOpen(call.state)
        ? { content: <CallStateBadge state={call.state} /> }
        : { content: <Ended call={call} />, title: call.problem?.text };
    case 'place':
      return { content: place };
    case 'wait':
      return { content: duration(call.waitMs) };
    case 'run':
      return { content: duration(call.runMs) };
    case 'total':
      return { content: duration(call.totalMs) };
    case 'attempt':
      return { content: call.attempt === 0 ? nothing : call.attempt };
    case 'size':
      return { content: formatBytes(call.requestBytes) };
    case 'answered':
      return { content: call.answeredStatus ?? (isOpen(call.state) ? toCome : nothing) };
  }
}

const mono = (text: string) => <span className="mono">{text}</span>;

/** How it ended and why. */
function Ended({ call: { state, problem } }: { readonly call: CallSummary }) {
  return (
    <span className={styles.ended}>
      <CallStateBadge state={state} />
      {problem && <span className={styles.why}>: {asClause(problem.text)}</span>}
    </span>
  );
}
