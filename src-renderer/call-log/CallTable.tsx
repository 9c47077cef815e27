import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { formatDateTime } from '#renderer/ui/format.ts';
import { serverNow } from '#renderer/ui/server-time.ts';
import type { CallSummary } from '#shared/model/call.ts';
import type { ChosenCalls } from './chosen-calls.ts';
import { type CallRows, findPlace } from './merge-calls.ts';
import type { LogState } from './log-state.ts';
import { type ColumnName, type LogColumn, logColumns, templateOf } from './log-columns.ts';
import { LogRow } from './LogRow.tsx';
import { placeOf } from './place-of.ts';
import { shortTime } from './short-time.ts';
import { usePlaces } from './use-places.ts';
import styles from './CallLog.module.css';

const rowPx = 26;
/** Rows drawn beyond what is in sight, above and below. */
const overscan = 6;
/** Older rows are asked for before the end comes in sight. */
const rowsAhead = 40;

interface CallTableProps {
  readonly rows: CallRows;
  readonly columns: readonly ColumnName[];
  readonly hasOlder: boolean;
  /** Rows above were let go, or never listed. */
  readonly hasNewer: boolean;
  /** What the rows were placed for. */
  readonly placed: LogState['placed'];
  readonly selectedId: string | null;
  readonly openedId: string | null;
  readonly chosen: ChosenCalls;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onSelect: (id: string | null) => void;
  readonly onPause: () => void;
  readonly onOpen: (id: string) => void;
  readonly onClose: () => void;
  readonly onScrolled: (isAway: boolean) => void;
  /** The last rows come in sight, or the first ones of those that are listed. */
  readonly onEnd: () => void;
  readonly onBeginning: () => void;
  /** To the newest calls, or the oldest, which may not be listed. */
  readonly onNewest: () => void;
  readonly onOldest: () => void;
}

/** The rows in sight, of however many there are. The keyboard goes to the table, not to each row. */
export function CallTable(props: CallTableProps) {
  const { rows, columns, hasOlder, hasNewer, selectedId, openedId, chosen, scroller, onEnd, onBeginning } =
    props;
  const id = useId();
  const today = formatDateTime(new Date(serverNow()).toISOString()).slice(0, 10);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan,
    scrollPaddingStart: rowPx + 4,
  });
  /** As many rows as are ever drawn at once: where calls stream in, or are scrolled over, a row takes the next one. */
  const slots = Math.ceil((virtual.scrollRect?.height ?? 0) / rowPx) + 2 * overscan + 1;
  const items = virtual.getVirtualItems();
  const lanes = usePlaces(items.map(({ index }) => rows[index]!));
  const isNearEnd = hasOlder && (items.at(-1)?.index ?? 0) >= rows.length - rowsAhead;
  useEffect(() => {
    if (isNearEnd) onEnd();
  }, [isNearEnd, onEnd, rows]);
  const isNearBeginning = hasNewer && (items[0]?.index ?? 0) < rowsAhead;
  useEffect(() => {
    if (isNearBeginning) onBeginning();
  }, [isNearBeginning, onBeginning, rows]);
  useStillRows(rows, { isApart: hasNewer, scroller });
  const { placed } = props;
  const bringInSight = useEffectEvent((sequence: number) => {
    virtual.scrollToIndex(Math.min(findPlace(rows, sequence).at, rows.length - 1), { align: 'center' });
  });
  useLayoutEffect(() => {
    // Once: what comes later moves nothing.
    if (placed !== null) bringInSight(placed.inSight);
  }, [placed]);

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
  /** Where a range of chosen rows begins. */
  const anchor = useRef<string | null>(null);
  const chooseTo = (at: number) => {
    const from = rows.findIndex(({ id: callId }) => callId === (anchor.current ?? selectedId));
    const to = Math.max(0, Math.min(at, rows.length - 1));
    chosen.choose(rows, from < 0 ? to : from, to);
  };
  const toggle = (callId: string) => {
    anchor.current = callId;
    chosen.toggle(callId);
  };
  const extend = (by: number) => {
    if (selectedAt >= 0) chooseTo(selectedAt + by);
    go(selectedAt + by);
  };
  const choose = selectedId === null ? undefined : () => toggle(selectedId);
  const keys: Readonly<Record<string, (() => void) | undefined>> = {
    ArrowDown: () => go(selectedAt + 1),
    ArrowUp: () => go(selectedAt < 0 ? 0 : selectedAt - 1),
    PageDown: () => go(selectedAt + pageOfRows.current),
    PageUp: () => go(selectedAt - pageOfRows.current),
    j: () => go(selectedAt + 1),
    k: () => go(selectedAt < 0 ? 0 : selectedAt - 1),
    Home: () => (hasNewer ? props.onNewest() : go(0)),
    End: () => (hasOlder ? props.onOldest() : go(rows.length - 1)),
    Enter: () => selectedId !== null && props.onOpen(selectedId),
    Escape: () => (openedId === null ? props.onSelect(null) : props.onClose()),
    // Where no call is selected it scrolls, as in any page.
    p: props.onPause,
    ' ': choose,
    x: choose,
    'Shift+ArrowDown': () => extend(1),
    'Shift+ArrowUp': () => extend(-1),
  };
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const act =
      event.target === event.currentTarget && !event.ctrlKey && !event.metaKey
        ? keys[`${event.shiftKey ? 'Shift+' : ''}${event.key}`]
        : undefined;
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
        aria-rowcount={hasOlder || hasNewer ? -1 : rows.length + 1}
        aria-colcount={columns.length + 1}
        aria-describedby={`${id}-selected`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls and takes the arrow keys
        tabIndex={0}
        className={styles.table}
        style={{ '--columns': templateOf(columns) } as CSSProperties}
        onKeyDown={press}
        onScroll={(event) => props.onScrolled(event.currentTarget.scrollTop > rowPx / 2)}
        onClick={(event) => {
          const row = event.target instanceof Element ? event.target.closest('[data-at]') : null;
          const call = rows[Number(row?.getAttribute('data-at') ?? -1)];
          if (!call) return;
          const isChoice = event.target instanceof Element && event.target.closest('[data-choice]') !== null;
          if (event.shiftKey) chooseTo(rows.indexOf(call));
          else if (isChoice || event.ctrlKey || event.metaKey) toggle(call.id);
          else {
            anchor.current = null;
            props.onOpen(call.id);
          }
          props.onSelect(call.id);
        }}
      >
        <div role="rowgroup" className={styles.head}>
          <div role="row" aria-rowindex={1} className={styles.row}>
            <span role="columnheader">
              <span className="visually-hidden">chosen</span>
            </span>
            {columns.map((name) => {
              const { isNumber, meaning }: LogColumn = logColumns[name];
              return (
                <span key={name} role="columnheader" data-number={isNumber} title={meaning}>
                  {name}
                </span>
              );
            })}
          </div>
        </div>
        <div role="rowgroup" className={styles.rows} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const call = rows[index]!;
            return (
              <LogRow
                key={index % slots}
                call={call}
                columns={columns}
                at={index + 2}
                top={start}
                isSelected={call.id === selectedId}
                isOpened={call.id === openedId}
                isChosen={chosen.ids.has(call.id)}
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

/** Keeps what is being read where it is, when rows above it come or go. */
function useStillRows(
  rows: CallRows,
  { isApart, scroller }: { readonly isApart: boolean; readonly scroller: RefObject<HTMLDivElement | null> },
): void {
  const known = useRef({ rows, isApart });
  useLayoutEffect(() => {
    const before = known.current;
    known.current = { rows, isApart };
    const element = scroller.current;
    if (element === null || before.rows === rows) return;
    // At the top of the newest calls the list follows.
    if (element.scrollTop <= rowPx / 2 && !before.isApart) return;
    const at = Math.min(Math.floor(element.scrollTop / rowPx), before.rows.length - 1);
    const read = before.rows[at];
    if (read === undefined) return;
    const { at: now, found } = findPlace(rows, read.sequence);
    if (found && now !== at) element.scrollBy({ top: (now - at) * rowPx });
  }, [rows, isApart, scroller]);
}

const say = ({ receivedAt, integration, path, state, problem }: CallSummary, today: string): string =>
  [shortTime(receivedAt, today), integration ?? path, state, problem?.text].filter(Boolean).join(', ');
