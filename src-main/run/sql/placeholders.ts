// Finds the places of parameters in a statement: `:name`, or `?`. What stands in strings, quoted names and comments is none.
import { StepFailure } from '../step-failure.ts';
import type { SqlStatement } from './session.ts';

export interface SqlDialect {
  /** How a place is written, counted from 1. */
  place(at: number): string;
  /** Whether a backslash in a string keeps a quote from ending it. */
  readonly backslashes: boolean;
}

/** What is no place of a parameter, and the places; `::` is a cast. */
const parts = (backslashes: boolean): RegExp =>
  new RegExp(
    [
      backslashes
        ? String.raw`'(?:[^'\\]|\\[\s\S]|'')*'`
        : String.raw`\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'`,
      backslashes ? String.raw`"(?:[^"\\]|\\[\s\S]|"")*"` : String.raw`"(?:[^"]|"")*"`,
      '`(?:[^`]|``)*`',
      String.raw`\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$`,
      String.raw`--[^\n]*`,
      String.raw`\/\*[\s\S]*?\*\/`,
      String.raw`::`,
      String.raw`(?<named>:[A-Za-z_]\w*)`,
      String.raw`(?<next>\?)`,
    ].join('|'),
    'g',
  );
const standard = parts(false);
const withBackslashes = parts(true);

/** The statement as the driver takes it, and the values in the order of their places. */
export function placeParameters(
  { text, parameters }: SqlStatement,
  { place, backslashes }: SqlDialect,
): { readonly text: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [];
  const isList = Array.isArray(parameters);
  const given = isList ? null : (parameters as Readonly<Record<string, unknown>>);
  const placed = text.replace(backslashes ? withBackslashes : standard, (found, ...rest: unknown[]) => {
    const { named, next } = rest.at(-1) as { readonly named?: string; readonly next?: string };
    if (given !== null && named !== undefined) {
      const name = named.slice(1);
      if (!Object.hasOwn(given, name))
        throw new StepFailure(`There is no parameter ${name}.`, { isFinal: true });
      values.push(given[name] ?? null);
      return place(values.length);
    }
    if (isList && next !== undefined) {
      if (values.length >= parameters.length) {
        throw new StepFailure(`There are more ? than the ${parameters.length} parameters.`, {
          isFinal: true,
        });
      }
      values.push((parameters as readonly unknown[])[values.length] ?? null);
      return place(values.length);
    }
    return found;
  });
  if (isList && values.length < parameters.length) {
    throw new StepFailure(
      `There are ${parameters.length} parameters for ${values.length} ? in the statement.`,
      {
        isFinal: true,
      },
    );
  }
  return { text: placed, values };
}
