// What a folded step says of itself in one line, by what its schema asks for: no kind is named here.
import { everyStep } from '#shared/model/step/every-step.ts';
import { formatCount } from '#renderer/ui/format.ts';
import { fieldsOf } from '#renderer/ui/schema-fields.ts';
import { expressionOf } from '#renderer/ui/text-value.ts';
import type { StepKindInfo } from './step-kinds.ts';

const longest = 120;
const mostParts = 3;

/** `POST http://erp.local/orders`; empty where nothing is filled in. */
export function gistOf(
  { schema }: Pick<StepKindInfo, 'schema'>,
  step: Readonly<Record<string, unknown>>,
): string {
  const parts: string[] = [];
  for (const { name, widget, initial, said } of fieldsOf(schema)) {
    if (Object.hasOwn(everyStep, name) || widget === 'check') continue;
    const value = step[name] ?? initial;
    // What a step begins with says nothing once something else was said, and a bound never does.
    if (value === initial && (parts.length > 0 || said !== undefined)) continue;
    const texts = textIn(value);
    parts.push(...(said === undefined ? texts : texts.map((text) => `, ${said.replace('…', text)}`)));
  }
  const line = parts
    .slice(0, mostParts)
    .join(' ')
    // No space within a number is one that breaks.
    .replaceAll(/[ \t\r\n]+/g, ' ')
    .replaceAll(' , ', ', ')
    .replace(/^, /, '')
    .trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** Texts, numbers and expressions; of a list of texts all; records are for those who open the step. */
function textIn(value: unknown): string[] {
  if (typeof value === 'number') return [formatCount(value)];
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textIn);
  return textIn(expressionOf(value) ?? '');
}
