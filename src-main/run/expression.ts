// Evaluates JSONata. The language has no way out to files, network or the host's objects; what it can do is
// take long, so every evaluation has a time limit, a depth and a longest list.
import jsonata from 'jsonata';
import { createRecent } from './recent.ts';
import { StepFailure, wordsOf } from './step-failure.ts';
import { remainingMs, type TimeLimit } from './time-limit.ts';

interface Compiled {
  readonly expression: jsonata.Expression;
  readonly options: jsonata.JsonataOptions;
}

const compiledByText = createRecent<string, Compiled>(2000);

const maxDepth = 500;
const maxListLength = 1_000_000;

/** Compiles an expression, or finds it compiled. Throws a StepFailure that says what is wrong and where. */
export function compile(text: string): Compiled {
  const known = compiledByText.get(text);
  if (known !== undefined) return known;
  const options: jsonata.JsonataOptions = { timeout: 1, stack: maxDepth, sequence: maxListLength };
  try {
    const compiled = { expression: jsonata(text, options), options };
    compiledByText.set(text, compiled);
    return compiled;
  } catch (error) {
    throw new StepFailure(explain(error));
  }
}

/** Evaluates an expression over a scope. The result may carry the library's own marks: see `toPlain`. */
export async function evaluate(text: string, scope: object, limit: TimeLimit): Promise<unknown> {
  const { expression, options } = compile(text);
  // The library reads it when the evaluation begins and at each step of it.
  options.timeout = remainingMs(limit);
  try {
    const result: unknown = await expression.evaluate(scope);
    return result;
  } catch (error) {
    if (codeOf(error) === 'D1012') throw limit.exceeded();
    throw new StepFailure(explain(error));
  }
}

/** Whether a result counts as yes; JSONata's own rule (`$boolean`). */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isTrue);
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

function explain(error: unknown): string {
  const words =
    error instanceof RangeError && /call stack/.test(error.message)
      ? 'It is nested too deep'
      : wordsOf(error);
  const position =
    typeof error === 'object' && error !== null && 'position' in error ? error.position : undefined;
  return typeof position === 'number' ? `${words} (at character ${position})` : words;
}
