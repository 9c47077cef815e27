// The canvas of one chart. Loaded with the first chart that is shown.
import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import { type ChartOf, drawnValues } from './chart-lines.ts';
import { markedRange, marksWithin, markText } from './time-marks.ts';
import styles from './Charts.module.css';

export interface PlotProps {
  readonly chart: ChartOf;
  /** When each step began, in seconds since 1970. */
  readonly starts: readonly number[];
  readonly onPoint: (at: number | null) => void;
  /** Steps were chosen, the first and the last of them given. */
  readonly onChoose: (first: number, last: number) => void;
}

const heightPx = 150;
const axisPx = 62;
/** Beside the text of an axis: its tick and the gaps. */
const besideTextPx = 17;
const letterPx = 6.3;
/** From one mark of the times to the next: the height of its text and a gap. */
const markPx = 16;
/** All charts of a page point at the same time. */
const pointer = 'charts';

/** Made anew for other lines or colours, which its owner says by its `key`; new values are drawn in place. */
export function Plot({ chart, starts, onPoint, onChoose }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const now = useRef({ chart, starts, onPoint, onChoose });
  useEffect(() => {
    now.current = { chart, starts, onPoint, onChoose };
    plot.current?.setData(dataOf(chart, starts));
  }, [chart, starts, onPoint, onChoose]);

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const { chart: first, starts: from } = now.current;
    const made = new UPlot(
      optionsOf(first, element.clientWidth, {
        point: (at) => now.current.onPoint(at),
        choose: (one, other) => now.current.onChoose(one, other),
      }),
      dataOf(first, from),
      element,
    );
    plot.current = made;
    const resize = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: heightPx }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, []);
  return (
    <div ref={place} role="img" aria-label={`${chart.title}: ${chart.summary}`} className={styles.plot} />
  );
}

/** The topmost of stacked lines is drawn first, so that those below cover it. */
const dataOf = (chart: ChartOf, starts: readonly number[]): UPlot.AlignedData => [
  [...starts],
  ...drawnValues(chart)
    .reverse()
    .map((values) => [...values]),
];

const colorOf = (variable: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(variable).trim();

/** A line needs two values side by side; one that stands alone would not be seen. */
function alone(plot: UPlot, series: number): number[] {
  const values = plot.data[series] ?? [];
  const isThere = (at: number) => typeof values[at] === 'number';
  return Array.from(values.keys()).filter((at) => isThere(at) && !isThere(at - 1) && !isThere(at + 1));
}

/** There is no half of a call. */
const wholeSteps = Array.from({ length: 24 }, (_, at) => [1, 2, 5][at % 3]! * 10 ** Math.floor(at / 3));

interface Heard {
  point(at: number | null): void;
  choose(first: number, last: number): void;
}

function optionsOf({ drawn, format, lines, isWhole }: ChartOf, width: number, heard: Heard): UPlot.Options {
  const grid = { stroke: colorOf('--hook-line'), width: 1 };
  const axis = { stroke: colorOf('--mantine-color-dimmed'), grid, ticks: grid, font: '11px system-ui' };
  const isStacked = drawn === 'stacked';
  return {
    width,
    height: heightPx,
    legend: { show: false },
    scales: {
      y: drawn === 'logarithmic' ? timeScale : { range: (_, __, most) => [0, Math.max(most, 1) * 1.05] },
    },
    axes: [
      { ...axis, values: timeTexts },
      {
        ...axis,
        ...(isWhole ? { incrs: wholeSteps } : {}),
        size: roomFor,
        values: (_, values) => values.map((value) => (value === null ? '' : format(value))),
        ...(drawn === 'logarithmic' ? timeAxis : {}),
      },
    ],
    cursor: {
      // Where it points, and nothing that is chosen.
      sync: { key: pointer, setSeries: false, filters: { pub: (type) => type.startsWith('mousemove') } },
      drag: { x: true, y: false, setScale: false },
      points: { show: !isStacked },
    },
    series: [
      {},
      ...lines.toReversed().map(({ label, color }) => ({
        label,
        stroke: colorOf(color),
        width: isStacked ? 0 : 1.5,
        points: isStacked ? { show: false } : { size: 4, filter: alone },
        ...(isStacked
          ? { fill: colorOf(color), paths: UPlot.paths.bars!({ size: [1, 40], gap: 0 }) }
          : { spanGaps: false }),
      })),
    ],
    hooks: {
      setCursor: [({ cursor }) => heard.point(cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width: wide } = plot.select;
          if (wide < 3) return;
          heard.choose(plot.posToIdx(left), plot.posToIdx(left + wide));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      ready: [
        (plot) => {
          let downAt = 0;
          plot.over.addEventListener('mousedown', ({ clientX }) => (downAt = clientX));
          plot.over.addEventListener('click', ({ clientX }) => {
            const at = plot.cursor.idx;
            if (Math.abs(clientX - downAt) < 3 && typeof at === 'number') heard.choose(at, at);
          });
        },
      ],
    },
  };
}

/** Room for the longest text, and the same for all that are short: charts below each other begin together. */
const roomFor = (_: UPlot, texts: string[] | null): number =>
  Math.max(axisPx, ...(texts ?? []).map(({ length }) => Math.ceil(besideTextPx + length * letterPx)));

const timeScale: UPlot.Scale = {
  distr: 3,
  range: (_, least, most) => (typeof least === 'number' ? [...markedRange(least, most)] : [null, null]),
};

/** The library's own lines, nine a decade, run into each other where a chart spans many. */
const timeAxis: UPlot.Axis = {
  splits: ({ bbox }, _, from, to) => marksWithin([from, to], bbox.height / devicePixelRatio, markPx),
  filter: (_, marks) => marks,
  values: (_, marks) => marks.map(markText),
};

const two = (value: number): string => String(value).padStart(2, '0');

/** The time of day; at midnight, and where a mark is a day or more, the day. */
function timeTexts(_: UPlot, seconds: number[]): string[] {
  return seconds.map((second) => {
    const at = new Date(second * 1_000);
    const isDay = at.getHours() === 0 && at.getMinutes() === 0;
    return isDay
      ? `${two(at.getMonth() + 1)}-${two(at.getDate())}`
      : `${two(at.getHours())}:${two(at.getMinutes())}`;
  });
}
