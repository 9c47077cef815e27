// What a field of a step may be: a literal, a text with expressions inside, or an expression.
import { z } from 'zod';

/** An expression in JSONata; it is compiled when it is first used. */
export const Expression = z.string().min(1, 'An expression is required.').max(100_000);

/** `{ from: <expression> }`: the expression's result with its type kept. */
const FromExpression = z.strictObject({ from: Expression });

/** A text, perhaps with `{{ expression }}` inside, or `{ from }`. */
export const TextValue = z.union([z.string().max(100_000), FromExpression]).meta({ widget: 'value' });
export type TextValue = z.infer<typeof TextValue>;

/** Deep documents end a stack somewhere on their way; nobody writes one. */
const maxDepth = 64;

const isWithin = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((inner) => isWithin(inner, levels - 1)));

/** Any JSON value whose texts may hold `{{ expression }}` and whose parts may be `{ from }`. */
export const AnyValue = z.preprocess((value, issue) => {
  if (isWithin(value, maxDepth)) return value;
  issue.addIssue({ code: 'custom', message: `This is nested deeper than ${maxDepth} levels.` });
  return z.NEVER;
}, z.json());
export type AnyValue = z.infer<typeof AnyValue>;

/** Header names and what each is filled with. */
export const HeaderValues = z.record(
  z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, {
    error: ({ input }) => (input === '' ? 'A name is required for each.' : 'This is not a header name.'),
  }),
  TextValue,
);
