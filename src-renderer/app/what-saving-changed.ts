// A save answers with the draft as it is kept: defaults are filled in, new secrets have ids in place of values. Pure.
import { isSameDraft } from './same-draft.ts';

/** A field of the form, and what it holds from now on. */
export type Change = readonly [path: string, value: unknown];

/**
 * What the form takes over of a save, as few fields as can be. What was typed since it was sent stays, and so does
 * every field in which nothing became of the save: who types in one keeps the cursor there.
 */
export const whatSavingChanged = (now: unknown, sent: unknown, saved: unknown): readonly Change[] =>
  differences(now, keepTyped(now, sent, saved), '');

function keepTyped(now: unknown, sent: unknown, saved: unknown): unknown {
  if (isSameDraft(now, sent)) return saved;
  if (isRecord(now) && isRecord(sent) && isRecord(saved) && now.kind === sent.kind) {
    const names = new Set([...Object.keys(now), ...Object.keys(saved)]);
    return Object.fromEntries(
      [...names].map((name) => [name, keepTyped(now[name], sent[name], saved[name])]),
    );
  }
  if (isRows(now) && isRows(sent) && isRows(saved)) return keepTypedRows(now, sent, saved);
  return now;
}

/** Rows may have been moved, added and taken out since. */
const keepTypedRows = (now: Rows, sent: Rows, saved: Rows): Rows =>
  now.map((row, at) => {
    const from = isSameDraft(row, sent[at]) ? at : sent.findIndex((one) => isSameDraft(row, one));
    if (from !== -1) return saved[from] ?? row;
    const isOwnPlace = now.length >= sent.length && !now.some((one) => isSameDraft(one, sent[at]));
    return isOwnPlace ? (keepTyped(row, sent[at], saved[at]) as Row) : row;
  });

function differences(now: unknown, next: unknown, path: string): readonly Change[] {
  if (isSameDraft(now, next)) return [];
  const below = (name: string | number) => (path === '' ? String(name) : `${path}.${name}`);
  if (isRecord(now) && isRecord(next)) {
    const names = new Set([...Object.keys(now), ...Object.keys(next)]);
    return [...names].flatMap((name) => differences(now[name], next[name], below(name)));
  }
  if (isRows(now) && isRows(next) && now.length === next.length) {
    return now.flatMap((row, at) => differences(row, next[at], below(at)));
  }
  return [[path, next]];
}

type Row = Readonly<Record<string, unknown>>;
type Rows = readonly Row[];

/** JSON that cannot be read is an object of its own class, and one value. */
const isRecord = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
const isRows = (value: unknown): value is Rows => Array.isArray(value) && value.every(isRecord);
