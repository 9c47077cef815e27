import { stringify } from 'csv-stringify/sync';
import { StepFailure } from '../step-failure.ts';
import { scalarText } from './scalar-text.ts';
import type { ContentType } from '#shared/content-type.ts';
import { delimiterOf, maxCells, maxColumns } from './read-csv.ts';

/**
 * Writes CSV the way `readCsv` reads it: a list of objects as a record of names and one for each, a list of lists as
 * records; a single object is a list of one. What a field cannot hold stands in it as JSON.
 */
export function writeCsv(
  value: unknown,
  content: Pick<ContentType, 'type' | 'delimiter' | 'header'>,
): string {
  const rows: readonly unknown[] = Array.isArray(value) ? value : [value];
  const records = rows.every((row) => Array.isArray(row))
    ? rows
    : recordsOf(rows, content.header !== 'absent');
  return stringify(
    records.map((record) => record.map(scalarText)),
    {
      delimiter: delimiterOf(content) ?? ',',
      record_delimiter: '\r\n',
      // An empty line would be none of the records.
      quoted_empty: records.some(({ length }) => length === 1),
    },
  );
}

function recordsOf(rows: readonly unknown[], withNames: boolean): readonly (readonly unknown[])[] {
  const names = new Set<string>();
  for (const row of rows) {
    if (!isObject(row)) throw new StepFailure('CSV is written of a list of objects, or of a list of lists.');
    for (const name of Object.keys(row)) names.add(name);
    if (names.size > maxColumns) throw new StepFailure('The CSV would have more than 10,000 columns.');
  }
  if (names.size * rows.length > maxCells) {
    throw new StepFailure('The CSV would have more than 4,000,000 fields.');
  }
  const columns = [...names];
  const records = rows.map((row) =>
    columns.map((name) => (isObject(row) && Object.hasOwn(row, name) ? row[name] : null)),
  );
  return withNames ? [columns, ...records] : records;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
