import { Anchor, Table } from '@mantine/core';
import { useState } from 'react';
import { formatDateTime } from '#renderer/ui/format.ts';
import type { ChartOf } from './chart-lines.ts';
import styles from './Charts.module.css';

const mostRows = 60;

interface ChartTableProps {
  readonly chart: ChartOf;
  readonly starts: readonly number[];
  readonly stepSeconds: number;
  readonly onChoose: (first: number, last: number) => void;
}

/** The same as numbers, newest first, without the steps in which nothing was; each leads to its calls. */
export function ChartTable({ chart, starts, stepSeconds, onChoose }: ChartTableProps) {
  const [isOpen, setOpen] = useState(false);
  const filled = starts
    .map((start, at) => ({ start, at, values: chart.lines.map(({ values }) => values[at] ?? null) }))
    .filter(({ values }) => values.some((value) => value !== null && value > 0))
    .reverse();
  return (
    <details className={styles.table} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen && (
        <div className={styles.scroll} role="region" aria-label={`${chart.title} as a table`} tabIndex={-1}>
          <Table aria-label={chart.title}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>
                  {stepSeconds === 60 ? 'minute' : stepSeconds === 900 ? '15 minutes from' : 'hour from'}
                </Table.Th>
                {chart.lines.map(({ label }) => (
                  <Table.Th key={label} ta="right">
                    {label}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {filled.slice(0, mostRows).map(({ start, at, values }) => (
                <Table.Tr key={start}>
                  <Table.Td>
                    <Anchor component="button" type="button" size="xs" onClick={() => onChoose(at, at)}>
                      {formatDateTime(new Date(start * 1_000).toISOString()).slice(0, 16)}
                    </Anchor>
                  </Table.Td>
                  {values.map((value, line) => (
                    <Table.Td key={chart.lines[line]!.label} ta="right">
                      {value === null ? '–' : chart.format(value)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
            <Table.Caption>
              {filled.length === 0
                ? 'Nothing in this time.'
                : filled.length > mostRows
                  ? `The newest ${mostRows} of ${filled.length}.`
                  : 'A time opens the log there.'}
            </Table.Caption>
          </Table>
        </div>
      )}
    </details>
  );
}
