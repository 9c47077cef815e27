import { Table } from '@mantine/core';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import styles from './RowsInSight.module.css';

/** So few are drawn all, so that the browser finds and prints them. */
const fewRows = 100;
/** Rows drawn beyond what is in sight, above and below. */
const overscan = 8;
const rowPx = 34;

interface RowsInSightProps<Row> {
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  /** Those that stay drawn wherever they are, as the one with the focus does. */
  readonly kept?: ReadonlySet<string>;
  /** Texts that make columns wide: the row with the longest of each stays drawn too, so that no column moves. */
  readonly wide?: (row: Row) => readonly string[];
  /** The cells in their `tr`, or in several that belong together; its `aria-rowindex` is two more than `index`. */
  readonly children: (row: Row, index: number) => ReactNode;
}

/** The rows of a table below its head, as far as they are in sight of the page, of however many there are. */
export function RowsInSight<Row>({ rows, idOf, kept, wide, children }: RowsInSightProps<Row>) {
  const top = useRef<HTMLTableSectionElement>(null);
  const [abovePx, setAbovePx] = useState(0);
  const [focused, setFocused] = useState<string | null>(null);
  const widest = wide === undefined || rows.length <= fewRows ? [] : widestOf(rows, wide);
  const isStaying = (row: Row) =>
    idOf(row) === focused || kept?.has(idOf(row)) === true || widest.includes(row);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => top.current?.closest('main') ?? null,
    estimateSize: () => rowPx,
    getItemKey: (at) => idOf(rows[at]!),
    overscan,
    scrollMargin: abovePx,
    rangeExtractor: (range) => {
      if (rows.length <= fewRows) return rows.map((_row, at) => at);
      const staying = rows.flatMap((row, at) => (isStaying(row) ? [at] : []));
      return [...new Set([...staying, ...defaultRangeExtractor(range)])].sort((a, b) => a - b);
    },
  });
  // What stands above the rows comes and goes, which only a look at each drawing tells; the same number draws nothing anew.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- it ends with the second look
  useLayoutEffect(() => {
    const scroller = top.current?.closest('main');
    if (!scroller || !top.current) return;
    const { scrollTop } = scroller;
    const begin = top.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    setAbovePx(Math.round(begin + scrollTop));
  });
  const items = virtual.getVirtualItems();
  const endPx = virtual.getTotalSize() + abovePx;
  return (
    <>
      <tbody ref={top} />
      {items.map(({ index, key, start }, nth) => (
        <Fragment key={key}>
          <Space px={start - (items[nth - 1]?.end ?? abovePx)} />
          <Table.Tbody
            ref={virtual.measureElement}
            data-index={index}
            className={styles.rows}
            onFocus={() => setFocused(String(key))}
            onBlur={() => setFocused(null)}
          >
            {children(rows[index]!, index)}
          </Table.Tbody>
        </Fragment>
      ))}
      <Space px={endPx - (items.at(-1)?.end ?? abovePx)} />
    </>
  );
}

/** The row with the longest text of each column. */
function widestOf<Row>(rows: readonly Row[], wide: (row: Row) => readonly string[]): readonly Row[] {
  const found: { row: Row; length: number }[] = [];
  for (const row of rows) {
    wide(row).forEach(({ length }, at) => {
      if (length > (found[at]?.length ?? -1)) found[at] = { row, length };
    });
  }
  return found.map(({ row }) => row);
}

/** In place of rows that are not drawn. */
const Space = ({ px }: { readonly px: number }) =>
  px > 0 && (
    <tbody aria-hidden>
      <tr style={{ height: px }} />
    </tbody>
  );
