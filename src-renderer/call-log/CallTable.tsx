import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useRef, type KeyboardEvent, type RefObject } from 'react';
import { formatDateTime } from '#renderer/ui/format.ts';
import type { CallSummary } from '#shared/model/call.ts';
import type { CallRows } from './merge-calls.ts';
import { columns, LogRow } from './LogRow.tsx';
import { placeOf } from './place-of.ts';
import { shortTime } from './short-time.ts';
import { usePlaces } from './use-places.ts';
import styles from './CallLog.module.css';

const rowPx = 26;
/** Older rows are asked for before the end comes in sight. */
const rowsAhead = 40;

interface CallTableProps {
  readonly rows: CallRows;
  readonly hasOlder: boolean;
  readonly selectedId: string | null;
  readonly openedId: string | null;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onSelect: (id: string | null) => void;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
  readonly onPause: () => void;
  readonly onScrolled: (isAway: boolean) => void;
  readonly onEnd: () => void;
}

/** The rows in sight, of however many there are. The keyboard goes to the table, not to each row. */
export function CallTable(props: CallTableProps) {
  const { rows, hasOlder, selectedId, openedId, scroller, onEnd } = props;
  const id = useId();
  const today = formatDateTime(new Date().toISOString()).slice(0, 10);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (at) => rows[at]!.sequence,
    overscan: 6,
    scrollPaddingStart: rowPx + 4,
  });
  const items = virtual.getVirtualItems();
  const lanes = usePlaces(items.map(({ index }) => rows[index]!));
  const isNearEnd = hasOlder && (items.at(-1)?.index ?? 0) >= rows.length - rowsAhead;
  useEffect(() => {
    if (isNearEnd) onEnd();
  }, [isNearEnd, onEnd, rows.length]);

  const selectedAt = selectedId === null ? -1 : rows.findIndex((call) => call.id === selectedId);
  const pageOfRows = useRef(20);
  const go = (at: number) => {
    const to = Math.max(0, Math.min(at, rows.length - 1));
    const call = rows[to];
    if (!call) return;
    props.onSelect(call.id);
    virtual.scrollToIndex(to);
    if (openedId !== null) props.onOpen(call.id);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => go(selectedAt + 1),
    ArrowUp: () => go(selectedAt < 0 ? 0 : selectedAt - 1),
    PageDown: () => go(selectedAt + pageOfRows.current),
    PageUp: () => go(selectedAt - pageOfRows.current),
    Home: () => go(0),
    End: () => go(rows.length - 1),
    Enter: () => selectedId !== null && props.onOpen(selectedId),
    Escape: () => (openedId === null ? props.onSelect(null) : props.onClose()),
    ' ': props.onPause,
  };
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const act =
      event.target === event.currentTarget && !event.ctrlKey && !event.metaKey ? keys[event.key] : undefined;
    if (!act) return;
    event.preventDefault();
    pageOfRows.current = Math.max(1, Math.floor(event.currentTarget.clientHeight / rowPx) - 2);
    act();
  };

  return (
    <>
      {/* A table has no notion of a selected row, so it is said. */}
      <div id={`${id}-selected`} role="status" className="visually-hidden">
        {selectedAt < 0 ? '' : say(rows[selectedAt]!, today)}
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- one stop for the keyboard, not one a row */}
      <div
        ref={scroller}
        role="table"
        aria-label="Calls"
        aria-rowcount={hasOlder ? -1 : rows.length + 1}
        aria-colcount={columns.length}
        aria-describedby={`${id}-selected`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls and takes the arrow keys
        tabIndex={0}
        className={styles.table}
        onKeyDown={press}
        onScroll={(event) => props.onScrolled(event.currentTarget.scrollTop > rowPx / 2)}
        onClick={(event) => {
          const row = event.target instanceof Element ? event.target.closest('[data-at]') : null;
          const call = rows[Number(row?.getAttribute('data-at') ?? -1)];
          if (!call) return;
          props.onSelect(call.id);
          props.onOpen(call.id);
        }}
      >
        <div role="rowgroup" className={styles.head}>
          <div role="row" aria-rowindex={1} className={styles.row}>
            {columns.map((name) => (
              <span key={name} role="columnheader" data-column={name}>
                {name}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles.rows} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const call = rows[index]!;
            return (
              <LogRow
                key={call.sequence}
                call={call}
                at={index + 2}
                top={start}
                isSelected={call.id === selectedId}
                isOpened={call.id === openedId}
                today={today}
                place={placeOf(call, lanes)}
              />
            );
          })}
        </div>
      </div>
    </>
  );
}

const say = ({ receivedAt, integration, path, state, problem }: CallSummary, today: string): string =>
  [shortTime(receivedAt, today), integration ?? path, state, problem?.text].filter(Boolean).join(', ');
