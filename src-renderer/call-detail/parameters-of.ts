import type { CallDetail } from '#shared/model/call.ts';

/** The query parameters as the workflow had them; of a call that was refused before anybody read them, as they came. */
export function parametersOf({
  query,
  rawQuery,
}: Pick<CallDetail['request'], 'query' | 'rawQuery'>): (readonly [name: string, value: string])[] {
  const read = Object.entries(query);
  if (read.length === 0) return [...new URLSearchParams(rawQuery)];
  return read.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
}
