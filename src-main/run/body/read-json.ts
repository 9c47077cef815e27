import { maxDepth } from '../plain.ts';

/**
 * Reads JSON; throws with words where it is none or is nested too deep. A number that JavaScript cannot hold (an integer
 * beyond 2^53, or one that would be infinite) is kept as its text, so that the number of an order stays what it was.
 */
export function readJson(text: string): unknown {
  if (isTooDeep(text)) throw new Error('The JSON is nested deeper than 1,000 levels.');
  return mayHaveHugeNumber.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

const mayHaveHugeNumber = /\d{16}|\d[eE]\+?\d/;

/** The source of a value is handed to every reviver since V8 11.4; TypeScript does not know it yet. */
function keepDigits(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  const isLost = !Number.isFinite(value) || (/^-?\d+$/.test(context.source) && !Number.isSafeInteger(value));
  return isLost ? context.source : value;
}

/** Looks at brackets only, before anything is built: a bomb of brackets takes many times its size as objects. */
function isTooDeep(text: string): boolean {
  if (text.length < maxDepth * 2) return false;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char === 0x22) inText = !inText;
    else if (inText) {
      if (char === 0x5c) at += 1;
    } else if (char === 0x7b || char === 0x5b) {
      depth += 1;
      if (depth >= maxDepth) return true;
    } else if (char === 0x7d || char === 0x5d) depth -= 1;
  }
  return false;
}
