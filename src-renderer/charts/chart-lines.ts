// What each chart shows of the series, and what it says in words. Pure.
import { formatCount, formatMs, formatNumberOf } from '#renderer/ui/format.ts';
import { outcomes } from '#shared/model/chart-terms.ts';
import type { Series } from '#shared/model/series.ts';

type Values = readonly (number | null)[];

export interface ChartLine {
  readonly label: string;
  /** A variable of the theme. */
  readonly color: string;
  readonly values: Values;
}

export interface ChartOf {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  /** `stacked`: each line on top of the one before; `logarithmic`: the axis, for what spans from a millisecond to hours. */
  readonly drawn: 'stacked' | 'logarithmic' | 'plain';
  format(value: number): string;
  /** It counts what has no parts. */
  readonly isWhole?: boolean;
  /** For those who do not see it. */
  readonly summary: string;
}

const color = (name: string) => `--mantine-color-${name}`;
const outcomeColors = {
  succeeded: color('teal-6'),
  failed: color('red-6'),
  interrupted: color('pink-4'),
  cancelled: color('gray-5'),
  refused: color('orange-6'),
  open: color('blue-5'),
} as const;
const perMinute = (value: number) => formatCount(Math.round(value * 10) / 10);

export function chartsOf(series: Series): readonly ChartOf[] {
  return [
    callsChart(series),
    timesChart('Wait', series.wait),
    timesChart('Run', series.run),
    depthChart(series),
    ageChart(series),
  ];
}

function callsChart({ calls, stepSeconds }: Series): ChartOf {
  const minutes = stepSeconds / 60;
  const names = [...outcomes, 'open'] as const;
  const totals = names.flatMap((name) => {
    const total = sum(calls[name]);
    return total === 0 ? [] : [`${formatCount(total)} ${name}`];
  });
  return {
    title: 'Calls per minute',
    drawn: 'stacked',
    format: perMinute,
    lines: names.map((name) => ({
      label: name === 'open' ? 'not ended yet' : name,
      color: outcomeColors[name],
      values: calls[name].map((count) => count / minutes),
    })),
    summary: totals.length === 0 ? 'No calls.' : `${totals.join(', ')}.`,
  };
}

function timesChart(what: 'Wait' | 'Run', { p50, p95, p99 }: Series['wait']): ChartOf {
  return {
    title: what === 'Wait' ? 'How long calls waited' : 'How long executions ran',
    drawn: 'logarithmic',
    format: formatMs,
    lines: [
      { label: 'half of them within', color: color('teal-6'), values: p50 },
      { label: '95 % within', color: color('yellow-6'), values: p95 },
      { label: '99 % within', color: color('red-6'), values: p99 },
    ],
    summary:
      greatest(p99) === null
        ? 'Nothing was measured.'
        : `Half of them within ${formatMs(greatest(p50))} at most, 99 % within ${formatMs(greatest(p99))} at most.`,
  };
}

const depthChart = ({ waiting }: Series): ChartOf => ({
  title: 'Waiting in lanes',
  drawn: 'plain',
  isWhole: true,
  format: (value) => formatCount(Math.round(value)),
  lines: [{ label: 'calls waiting', color: color('indigo-5'), values: waiting }],
  summary:
    greatest(waiting) === null
      ? 'Nothing waited.'
      : `At most ${formatNumberOf(greatest(waiting) ?? 0, 'call')}.`,
});

const ageChart = ({ oldestMs }: Series): ChartOf => ({
  title: 'Age of the oldest waiting call',
  drawn: 'plain',
  format: formatMs,
  lines: [{ label: 'oldest', color: color('grape-5'), values: oldestMs }],
  summary: greatest(oldestMs) === null ? 'Nothing waited.' : `At most ${formatMs(greatest(oldestMs))}.`,
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function greatest(values: Values): number | null {
  return values.reduce<number | null>(
    (most, value) => (value === null ? most : Math.max(most ?? value, value)),
    null,
  );
}

/** What is drawn: where lines are stacked, the sum of each and those before it. */
export function drawnValues({ lines, drawn }: ChartOf): Values[] {
  if (drawn !== 'stacked') return lines.map(({ values }) => values);
  const stacked: number[][] = [];
  for (const { values } of lines) {
    const below = stacked.at(-1);
    stacked.push(values.map((value, at) => (value ?? 0) + (below?.[at] ?? 0)));
  }
  return stacked;
}
