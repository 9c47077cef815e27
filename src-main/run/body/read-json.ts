import { maxDepth } from '../plain.ts';

/** Reads JSON; throws with words where it is none or is nested too deep. */
export function readJson(text: string): unknown {
  if (isTooDeep(text)) throw new Error('The JSON is nested deeper than 1,000 levels.');
  return JSON.parse(text);
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
