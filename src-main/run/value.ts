// A value of a step: a literal, a text with `{{ expression }}` inside, or `{ from: <expression> }`, at any depth.
// What an expression gives is never read as a template again.
import type { AnyValue, TextValue } from '#shared/model/step-value.ts';
import { compile } from './expression.ts';
import { createRecent } from './recent.ts';
import { setOwn, toJson, toPlain } from './plain.ts';
import { moved, StepFailure } from './step-failure.ts';

export type Evaluate = (expression: string) => Promise<unknown>;

/** Literal text and expressions, in turn; the first part is text. */
type Parts = readonly string[];

const partsByText = createRecent<string, Parts>(2000);
const maxExpressionEnds = 100;

/** Fills in a value; `undefined` where its expression found nothing. */
export async function fillValue(value: AnyValue | TextValue, evaluate: Evaluate): Promise<unknown> {
  if (typeof value === 'string') return fillText(value, evaluate);
  if (Array.isArray(value)) {
    const filled: unknown[] = [];
    for (const item of value) filled.push((await fillValue(item, evaluate)) ?? null);
    return filled;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === 'from' && typeof only[1] === 'string') {
    return toPlain(await evaluate(only[1])).value;
  }
  const filled: Record<string, unknown> = {};
  for (const [name, item] of entries) {
    const part = await fillValue(item, evaluate);
    if (part !== undefined) setOwn(filled, name, part);
  }
  return filled;
}

/** Whether there is anything to fill in. */
export function hasExpression(value: unknown): boolean {
  if (typeof value === 'string') return split(value).length > 1;
  if (typeof value !== 'object' || value === null) return false;
  const parts = Object.entries(value);
  return (parts.length === 1 && parts[0]?.[0] === 'from') || parts.some(([, part]) => hasExpression(part));
}

async function fillText(text: string, evaluate: Evaluate): Promise<string> {
  const parts = split(text);
  if (parts.length === 1) return text;
  let filled = '';
  for (const [at, part] of parts.entries()) {
    filled += at % 2 === 0 ? part : textOf(await evaluatePart(text, at, evaluate));
  }
  return filled;
}

/** What is wrong with it is wrong in the text that it stands in. */
async function evaluatePart(text: string, at: number, evaluate: Evaluate): Promise<unknown> {
  try {
    return await evaluate(split(text)[at] ?? '');
  } catch (error) {
    if (!(error instanceof StepFailure) || error.place === null) throw error;
    const { message, code, detail, failStatus, place } = error;
    const start = startsOf(text)[(at - 1) / 2] ?? 0;
    throw new StepFailure(message, { code, detail, failStatus, place: moved(place, start) });
  }
}

/** Text as it is, nothing as nothing, anything else as JSON. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (toJson(toPlain(value)) ?? '');
}

/** Throws a StepFailure where an expression does not end. */
export function split(text: string): Parts {
  const known = partsByText.get(text);
  if (known !== undefined) return known;
  const parts: string[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf('{{', from);
    const close = open < 0 ? -1 : findEnd(text, open + 2);
    if (close < 0) break;
    parts.push(text.slice(from, open), text.slice(open + 2, close).trim());
    from = close + 2;
  }
  parts.push(text.slice(from));
  partsByText.set(text, parts);
  return parts;
}

/** Where the expressions of a text begin, in the order of its parts. */
export function startsOf(text: string): readonly number[] {
  const starts: number[] = [];
  let at = 0;
  for (const [index, part] of split(text).entries()) {
    if (index % 2 === 0) at += part.length;
    else {
      starts.push(text.indexOf(part, at + 2));
      at = text.indexOf('}}', text.indexOf(part, at + 2) + part.length) + 2;
    }
  }
  return starts;
}

/** An expression may hold `}}` itself: its end is the first one before which it is a whole expression. */
function findEnd(text: string, from: number): number {
  let close = text.indexOf('}}', from);
  let failure: unknown;
  for (let tries = 0; close >= 0 && tries < maxExpressionEnds; tries += 1) {
    try {
      compile(text.slice(from, close).trim());
      return close;
    } catch (error) {
      failure ??= error;
    }
    close = text.indexOf('}}', close + 1);
  }
  if (failure instanceof StepFailure) {
    const { place } = failure;
    const start = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
    throw new StepFailure(`In "{{${text.slice(from, from + 60)}": ${failure.message}`, {
      place: place === null ? null : moved(place, start),
    });
  }
  return -1;
}
