// A filter as SQL; every value is bound, none is pasted. What a summary tells of it is in `model/call-filter.ts` too.
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { SearchFilter } from '#main/ports/call-page.ts';
import { statusRange } from '#shared/status-range.ts';
import type { Db } from './open.ts';

/** Of `calls c`, joined with `requests r` where it looks for a text. */
export interface CallConditions {
  readonly where: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly hasText: boolean;
}

export function conditionsOf(filter: SearchFilter): CallConditions {
  const parts: string[] = [];
  const values: Record<string, unknown> = {};
  const when = (value: unknown, name: string, sql: string) => {
    if (value === undefined || value === '') return;
    parts.push(sql);
    values[name] = value;
  };
  const time = (iso: string | undefined) => (iso === undefined ? undefined : Date.parse(iso));
  const { integration, state, status, text } = filter;
  if (integration?.includes('/') === true)
    when(integration, 'address', "(c.lane = @address OR c.path = '/' || @address)");
  else when(integration, 'name', 'c.integration = @name');
  when(filter.keyLabel, 'keyLabel', 'c.key_label = @keyLabel');
  when(filter.method, 'method', 'c.method = @method');
  when(filter.problem, 'problem', 'c.problem_code = @problem');
  when(filter.lane, 'lane', 'c.lane = @lane');
  when(filter.longerThanMs, 'longerThanMs', 'c.total_ms > @longerThanMs');
  when(time(filter.since), 'since', 'c.received_at >= @since');
  when(time(filter.until), 'until', 'c.received_at <= @until');
  if (status !== undefined) {
    [values['firstStatus'], values['lastStatus']] = statusRange(status);
    parts.push('c.answered_status BETWEEN @firstStatus AND @lastStatus');
  }
  if (state !== undefined && state.length > 0) {
    when(JSON.stringify(state), 'states', 'c.state IN (SELECT value FROM json_each(@states))');
  }
  const hasText = text !== undefined && text !== '';
  if (hasText) {
    parts.push(textCondition);
    Object.assign(values, textValues(text, filter.hidden));
  }
  return { where: parts.map((part) => `AND ${part}`).join(' '), values, hasText };
}

/** Letters of ASCII in either case; LIKE would compare the same, at ten times the cost. The narrow columns come first. */
export const textCondition = `(instr(lower(c.path), @text) OR instr(lower(r.raw_query), @text)
  OR instr(lower(r.query), @jsonText) OR instr(lower(r.headers), @jsonText)
  OR (r.sealed = 0 AND c.integration_id NOT IN (SELECT value FROM json_each(@hidden))
    AND (instr(lower(CAST(r.body AS TEXT)), @text) OR (r.body_file IS NOT NULL AND file_has(r.body_file, @text)))))`;

/** `hidden`: integrations whose bodies are not looked into. */
export const textValues = (text: string, hidden: readonly string[] = []) => ({
  hidden: JSON.stringify(hidden),
  text: lowerAscii(text),
  jsonText: lowerAscii(JSON.stringify(text).slice(1, -1)),
});

const lowerAscii = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

const chunkBytes = 1_048_576;

/** Lets SQL look into the bodies that have files of their own, in `folder`. */
export function searchFiles(db: Db, folder: string): void {
  const chunk = Buffer.allocUnsafe(chunkBytes);
  db.function('file_has', (file: unknown, text: unknown): 0 | 1 => {
    try {
      return fileHas(join(folder, String(file)), Buffer.from(String(text)), chunk) ? 1 : 0;
    } catch {
      // Retention took the file while the row was read.
      return 0;
    }
  });
}

function fileHas(path: string, needle: Buffer, chunk: Buffer): boolean {
  const file = openSync(path, 'r');
  try {
    let kept = 0;
    for (;;) {
      const read = readSync(file, chunk, kept, chunk.length - kept, null);
      if (read === 0) return false;
      const end = kept + read;
      for (let at = kept; at < end; at++) {
        const byte = chunk[at]!;
        if (byte >= 65 && byte <= 90) chunk[at] = byte + 32;
      }
      if (chunk.subarray(0, end).includes(needle)) return true;
      // What is looked for may lie across the edge of two chunks.
      kept = Math.min(needle.length - 1, end);
      chunk.copyWithin(0, end - kept, end);
    }
  } finally {
    closeSync(file);
  }
}
