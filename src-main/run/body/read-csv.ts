import { parse } from 'csv-parse/sync';
import { setOwn } from '../plain.ts';
import type { ContentType } from '#shared/content-type.ts';
import { gather } from './read-form.ts';

export const maxColumns = 10_000;
export const maxCells = 4_000_000;

/**
 * Reads CSV (RFC 4180): a list of objects by the names of the first record, or of lists where the content type says
 * `header=absent`. Every value is text. Throws with words where a quote does not end or a record has another length.
 */
export function readCsv(
  text: string,
  content: Pick<ContentType, 'type' | 'delimiter' | 'header'>,
): unknown[] {
  const delimiter = delimiterOf(content) ?? sniffDelimiter(text);
  let cells = 0;
  const records: string[][] = parse(text, {
    delimiter,
    skip_empty_lines: true,
    on_record(record: string[]) {
      cells += record.length;
      if (record.length > maxColumns) throw new Error('The CSV has more than 10,000 columns.');
      if (cells > maxCells) throw new Error('The CSV has more than 4,000,000 fields.');
      return record;
    },
  });
  if (content.header === 'absent') return records;
  const [names = [], ...rows] = records;
  const hasTwins = new Set(names).size < names.length;
  return rows.map((row) => {
    if (hasTwins) return gather(names.map((name, at) => [name, row[at] ?? '']));
    const object: Record<string, unknown> = {};
    for (const [at, name] of names.entries()) setOwn(object, name, row[at]);
    return object;
  });
}

/** What the content type says; undefined where it says nothing. */
export function delimiterOf({
  type,
  delimiter,
}: Pick<ContentType, 'type' | 'delimiter'>): string | undefined {
  if (type === 'text/tab-separated-values' || delimiter?.toLowerCase() === 'tab') return '\t';
  return delimiter === undefined || delimiter === '' ? undefined : delimiter;
}

const candidates = [',', ';', '\t'];

/** The separator that stands most often in the first record, outside quotes. */
function sniffDelimiter(text: string): string {
  const counts = new Map(candidates.map((candidate) => [candidate, 0]));
  let isQuoted = false;
  for (const char of text) {
    if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (char === '\n' || char === '\r') break;
    const count = counts.get(char);
    if (count !== undefined) counts.set(char, count + 1);
    if ((count ?? 0) > maxColumns) throw new Error('The CSV has more than 10,000 columns.');
  }
  const most = Math.max(...counts.values());
  return candidates.find((candidate) => counts.get(candidate) === most) ?? ',';
}
