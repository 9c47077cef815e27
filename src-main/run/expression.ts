// Evaluates JSONata. The language has no way out to files, network or the host's objects; what it can do is
// take long, so every evaluation has a time limit, a depth and a longest list.
import jsonata from 'jsonata';
import { createRecent } from './recent.ts';
import { type Place, StepFailure, wordsOf } from './step-failure.ts';
import { isOver, remainingMs, type TimeLimit } from './time-limit.ts';

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
    throw failureOf(error, text);
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
    if (codeOf(error) === 'D1012') {
      // The library measures by the wall clock, which may have leapt.
      if (!isOver(limit)) return evaluate(text, scope, limit);
      throw limit.exceeded();
    }
    // What it looked at has its own words for why it cannot be had.
    throw error instanceof StepFailure ? error : failureOf(error, text);
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

function failureOf(error: unknown, text: string): StepFailure {
  const words =
    error instanceof RangeError && /call stack/.test(error.message)
      ? 'It is nested too deep'
      : wordsOf(error);
  const { position, token }: { position?: unknown; token?: unknown } =
    typeof error === 'object' && error !== null ? error : {};
  if (typeof position !== 'number') return new StepFailure(words);
  return new StepFailure(`${words} (at character ${position})`, { place: placeOf(text, position, token) });
}

/** The library says where a token ends, or what follows it. */
function placeOf(text: string, position: number, token: unknown): Place {
  const end = Math.min(position, text.length);
  const at = typeof token === 'string' && token !== '' ? text.lastIndexOf(token, end) : -1;
  const to = at < 0 ? 0 : at + String(token).length;
  return to >= end - 1 && to <= end ? { from: at, to } : { from: Math.max(0, end - 1), to: end };
}
