import { Group, Text, Title } from '@mantine/core';
import { useId, useState } from 'react';
import { lazily } from '#renderer/ui/lazily.ts';
import { formatDateTime } from '#renderer/ui/format.ts';
import type { ChartOf } from './chart-lines.ts';
import { ChartTable } from './ChartTable.tsx';
import styles from './Charts.module.css';

const Plot = lazily(async () => (await import('./Plot.tsx')).Plot, <div className={styles.plot} />);

interface ChartProps {
  readonly chart: ChartOf;
  readonly starts: readonly number[];
  readonly stepSeconds: number;
  /** The colours it is drawn in. */
  readonly scheme: string;
  readonly onChoose: (first: number, last: number) => void;
}

/** One chart: drawn, in a sentence, and as a table. */
export function Chart({ chart, starts, stepSeconds, scheme, onChoose }: ChartProps) {
  const [at, setAt] = useState<number | null>(null);
  const id = useId();
  // Axes alone could be taken for a chart that is still being drawn.
  const isEmpty = chart.lines.every(({ values }) => values.every((value) => value === null || value === 0));
  const pointed = at === null ? undefined : starts[at];
  return (
    <section className={styles.chart} aria-labelledby={id}>
      <Group justify="space-between" gap="xs">
        <Title order={2} id={id}>
          {chart.title}
        </Title>
        <Text size="xs" c="dimmed" aria-hidden>
          {pointed === undefined
            ? isEmpty && chart.summary
            : formatDateTime(new Date(pointed * 1_000).toISOString()).slice(0, 16)}
        </Text>
      </Group>
      <ul className={styles.legend}>
        {chart.lines.map(({ label, color, values }) => {
          const value = at === null ? null : values[at];
          return (
            <li key={label}>
              <span className={styles.mark} style={{ background: `var(${color})` }} aria-hidden />
              {label}
              {at !== null && (
                <span className={styles.value} aria-hidden>
                  {typeof value === 'number' ? chart.format(value) : '–'}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <Plot
        key={`${scheme} ${chart.lines.length}`}
        chart={chart}
        starts={starts}
        onPoint={setAt}
        onChoose={onChoose}
      />
      <ChartTable chart={chart} starts={starts} stepSeconds={stepSeconds} onChoose={onChoose} />
    </section>
  );
}
