/** Names with values, in the order they stand. */
export type Rows = readonly (readonly [name: string, value: unknown])[];

/** Stands in a draft for rows of which two have one name, as `BrokenJson` does for text that is no JSON. */
export class TwinNames {
  readonly rows: Rows;

  constructor(rows: Rows) {
    this.rows = rows;
  }
}

export const rowsOf = (value: unknown): Rows =>
  value instanceof TwinNames ? value.rows : Object.entries(value ?? {});

/** The record that the rows stand for; a row in which nothing was typed is none. */
export function recordOf(rows: Rows): TwinNames | Readonly<Record<string, unknown>> | undefined {
  const filled = rows.filter(([name, value]) => name !== '' || value !== '');
  if (filled.length === 0) return undefined;
  return filled.some((_row, at) => isTwin(filled, at)) ? new TwinNames(filled) : Object.fromEntries(filled);
}

/** Whether a row above has the same name. */
export const isTwin = (rows: Rows, at: number): boolean =>
  rows.some(([name], index) => index < at && name !== '' && name === rows[at]?.[0]);
