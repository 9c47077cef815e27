import { z } from 'zod';

const FromExpression = z.object({ from: z.string() });

/** The expression of a `{ from }`; null for any other value. */
export function expressionOf(value: unknown): string | null {
  const parsed = FromExpression.safeParse(value);
  return parsed.success ? parsed.data.from : null;
}

/** The value as one line of text, whichever of the two it is. */
export const textOf = (value: unknown): string =>
  expressionOf(value) ?? (typeof value === 'string' ? value : '');
