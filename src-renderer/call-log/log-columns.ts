// Which columns the log has, and which of those chosen have something to say and find room.
import type { CallSummary } from '#shared/model/call.ts';

export interface LogColumn {
  readonly leastPx: number;
  /** What it should have before columns that go easily are shown beside it. */
  readonly easyPx?: number;
  /** Its share of the room that is left. */
  readonly share: number;
  /** Where there is too little room, the highest goes first; what can be read in the call's own page. */
  readonly goes: number;
  readonly isNumber?: boolean;
  /** What it counts, where its name alone does not say so. */
  readonly meaning?: string;
}

/** In the order in which they stand. */
export const logColumns = {
  time: { leastPx: 106, share: 0, goes: 0 },
  integration: { leastPx: 70, easyPx: 96, share: 1.6, goes: 0 },
  path: { leastPx: 110, share: 1.5, goes: 8 },
  method: { leastPx: 56, share: 0, goes: 3 },
  key: { leastPx: 70, share: 0.8, goes: 5 },
  lane: { leastPx: 110, share: 1.2, goes: 8 },
  state: { leastPx: 84, share: 1.4, goes: 0 },
  place: { leastPx: 44, share: 0, goes: 7, meaning: 'In its lane: the head runs, the others wait' },
  wait: {
    leastPx: 70,
    share: 0,
    goes: 6,
    isNumber: true,
    meaning: 'All after it was on disk that was not its run',
  },
  run: {
    leastPx: 70,
    share: 0,
    goes: 6,
    isNumber: true,
    meaning: 'Of its last attempt alone: data processing and steps',
  },
  total: {
    leastPx: 70,
    share: 0,
    goes: 4,
    isNumber: true,
    meaning:
      'From the head of the request until the call had ended; its caller may have been answered before',
  },
  attempt: { leastPx: 60, share: 0, goes: 7, isNumber: true },
  size: { leastPx: 70, share: 0, goes: 7, isNumber: true },
  answered: {
    leastPx: 64,
    share: 0,
    goes: 1,
    isNumber: true,
    meaning: 'The status that the caller was answered',
  },
} as const satisfies Record<string, LogColumn>;
export type ColumnName = keyof typeof logColumns;

export const columnNames = Object.keys(logColumns) as ColumnName[];
export const usualColumns: readonly ColumnName[] = columnNames.filter(
  (name) => !['path', 'lane', 'attempt', 'size'].includes(name),
);

const gapPx = 8;
/** The box that chooses a call, the space at the sides, and a narrow bar to scroll by. */
const besidePx = 14 + gapPx + 16 + 2 + 10;

const columnOf = (name: ColumnName): LogColumn => logColumns[name];

/** What many calls have nothing of, and which of them have; a lane's place only those that wait. */
const hasValue = {
  key: ({ keyLabel }) => keyLabel !== null,
  lane: ({ lane }) => lane !== null,
  place: ({ state }) => state === 'waiting',
} as const satisfies Partial<Record<ColumnName, (call: CallSummary) => boolean>>;
const seldom = Object.keys(hasValue) as (keyof typeof hasValue)[];
export const isSeldom = (name: ColumnName): boolean => Object.hasOwn(hasValue, name);

/** Of those columns, the ones that had a value once. They stay: a column that comes and goes moves what is read. */
export function withValues(
  before: readonly ColumnName[],
  rows: readonly CallSummary[],
): readonly ColumnName[] {
  const found = seldom.filter((name) => !before.includes(name) && rows.some(hasValue[name]));
  return found.length === 0 ? before : [...before, ...found];
}

/** Those left of them when nothing has waited for a while, which a place is of. */
export const withoutPlaces = (said: readonly ColumnName[]): readonly ColumnName[] =>
  said.filter((name) => name !== 'place');
export const anyWaits = (rows: readonly CallSummary[]): boolean => rows.some(hasValue.place);

/**
 * Those of them that have something to say and fit into a width; 0 is not known yet. `ofOne`: the integration would be
 * the same in each row.
 */
export function columnsWithin(
  chosen: readonly ColumnName[],
  {
    said,
    widthPx,
    ofOne,
  }: { readonly said: readonly ColumnName[]; readonly widthPx: number; readonly ofOne?: boolean },
): readonly ColumnName[] {
  const shown = columnNames.filter(
    (name) =>
      chosen.includes(name) &&
      (!isSeldom(name) || said.includes(name)) &&
      !(ofOne === true && name === 'integration' && chosen.length > 1),
  );
  const takenPx = (isEasy: boolean) =>
    shown.reduce((sum, name) => {
      const { leastPx, easyPx = leastPx } = columnOf(name);
      return sum + (isEasy ? easyPx : leastPx) + gapPx;
    }, besidePx);
  while (widthPx > 0 && shown.length > 1) {
    const first = shown.reduce((one, other) => (columnOf(other).goes >= columnOf(one).goes ? other : one));
    if (takenPx(columnOf(first).goes > 1) <= widthPx) break;
    shown.splice(shown.indexOf(first), 1);
  }
  return shown;
}

export const templateOf = (shown: readonly ColumnName[]): string =>
  shown
    .map((name) => {
      const { leastPx, share } = columnOf(name);
      return share === 0 ? `${leastPx}px` : `minmax(${leastPx}px, ${share}fr)`;
    })
    .join(' ');

/** What has nothing to say of a call that was refused, or that has ended: its state and why take that room. */
const emptyWhere = {
  refused: ['place', 'wait', 'run', 'total'],
  ended: ['place'],
} as const satisfies Record<string, readonly ColumnName[]>;

export function spanOfState(shown: readonly ColumnName[], state: keyof typeof emptyWhere): number {
  const empty: readonly ColumnName[] = emptyWhere[state];
  let span = 1;
  for (const name of shown.slice(shown.indexOf('state') + 1)) {
    if (!empty.includes(name)) break;
    span++;
  }
  return span;
}
