// What a statement gives, as far as a step can have it: threads share the memory of the process, and rows may be large.
import { maxSize } from '../plain.ts';
import { StepFailure } from '../step-failure.ts';

type Row = Readonly<Record<string, unknown>>;

export interface GatheredRows {
  readonly rows: readonly Row[];
  /** Takes one more, or says why there may be none. */
  add(row: Row): StepFailure | null;
}

export function gatherRows(maxRows: number): GatheredRows {
  const rows: Row[] = [];
  let size = 0;
  return {
    rows,
    add(row) {
      if (rows.length >= maxRows) return tooMany(maxRows);
      size += sizeOfRow(row);
      if (size > maxSize) return tooLarge();
      rows.push(row);
      return null;
    },
  };
}

/** About the characters that it takes as JSON, without its names. */
export const sizeOfRow = (row: Row): number =>
  Object.values(row).reduce<number>((sum, cell) => sum + sizeOf(cell), 0);

function sizeOf(cell: unknown): number {
  if (typeof cell === 'string') return cell.length;
  if (cell instanceof Uint8Array) return cell.byteLength;
  return typeof cell === 'object' && cell !== null ? JSON.stringify(cell).length : 8;
}

const tooMany = (maxRows: number): StepFailure =>
  new StepFailure(`The statement gives more than ${maxRows} rows: narrow it, or raise maxRows.`, {
    isFinal: true,
  });

export const tooLarge = (what = 'The statement gives'): StepFailure =>
  new StepFailure(`${what} more than ${maxSize / 1024 / 1024} MiB: narrow it.`, {
    isFinal: true,
  });
