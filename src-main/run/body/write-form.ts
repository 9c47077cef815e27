import { StepFailure } from '../step-failure.ts';
import { scalarText } from './scalar-text.ts';

/** Writes `a=1&b=2` the way `readForm` reads it: a list is its name once for each value. */
export function writeForm(value: unknown): string {
  const written = new URLSearchParams();
  for (const [name, item] of pairsOf(value)) written.append(name, scalarText(item));
  return written.toString();
}

/** Names and values; a name with a list stands once for each of them. */
export function pairsOf(value: unknown): [name: string, value: unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    throw new StepFailure('A form is written of an object with the names of its fields.');
  }
  return Object.entries(value).flatMap(([name, item]: [string, unknown]): [string, unknown][] =>
    (Array.isArray(item) ? item : [item]).map((one): [string, unknown] => [name, one]),
  );
}
