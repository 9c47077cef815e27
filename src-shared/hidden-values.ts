// Takes values that nobody may see out of what is shown, wherever they stand in it.

/** What stands in their place. */
export const hiddenMark = '***';

export interface Hider {
  /** No value is longer; 0 where there are none. */
  readonly longest: number;
  text(text: string): string;
  /** The same for data, down to the last text or number of it. */
  data(value: unknown): unknown;
}

/** Within a longer text a shorter value would hide what has nothing to do with it; on its own it is hidden. */
const minWithin = 4;
/** With more of them nothing is shown at all: to look for each of them would cost too much. */
const maxValues = 1_000;

export const hidesNothing: Hider = { longest: 0, text: (text) => text, data: (value) => value };

export function createHider(values: Iterable<string>): Hider {
  const whole = new Set(values);
  whole.delete('');
  if (whole.size === 0) return hidesNothing;
  const longest = Math.max(...[...whole].map(({ length }) => length));
  const within =
    whole.size > maxValues ? /[^]+/g : patternOf([...whole].filter(({ length }) => length >= minWithin));

  const text = (given: string): string =>
    whole.has(given) ? hiddenMark : within === null ? given : given.replace(within, hiddenMark);

  function data(value: unknown): unknown {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return text(String(value)) === String(value) ? value : hiddenMark;
    if (Array.isArray(value)) return value.map(data);
    // What bytes hold cannot be told.
    if (value instanceof Uint8Array) return hiddenMark;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [text(name), data(part)]));
  }

  return { longest, text, data };
}

/** Longer ones first, each also as it stands in JSON and in XML. */
function patternOf(values: readonly string[]): RegExp | null {
  const forms = new Set(values.flatMap((value) => [value, JSON.stringify(value).slice(1, -1), inXml(value)]));
  if (forms.size === 0) return null;
  const longestFirst = [...forms].toSorted((one, other) => other.length - one.length);
  return new RegExp(
    longestFirst.map((form) => form.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'),
    'g',
  );
}

const inXml = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
