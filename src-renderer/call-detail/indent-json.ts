/** A string, or one character that JSON's structure is made of, or a run of anything else. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/**
 * JSON laid out for reading; null where the text is none. The tokens stay as they were sent: parsing and
 * printing would round long numbers and drop keys that stand twice.
 */
export function indentJson(text: string): string | null {
  if (!isJson(text)) return null;
  const tokens = text.match(token) ?? [];
  let out = '';
  let depth = 0;
  const newLine = () => `\n${'  '.repeat(depth)}`;
  tokens.forEach((it, at) => {
    const next = tokens[at + 1];
    const isEmpty = next === '}' || next === ']';
    if (it === '{' || it === '[') {
      depth++;
      out += isEmpty ? it : it + newLine();
    } else if (it === '}' || it === ']') {
      depth--;
      const before = tokens[at - 1];
      out += before === '{' || before === '[' ? it : newLine() + it;
    } else if (it === ',') out += it + newLine();
    else out += it === ':' ? ': ' : it;
  });
  return out;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
