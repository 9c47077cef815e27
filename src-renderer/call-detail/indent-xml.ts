const token = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<[^>]*>|[^<]+/g;

/** XML with one element a line; null where the tags do not close each other. What stands between them stays as it is. */
export function indentXml(text: string): string | null {
  if (!/^\uFEFF?\s*</.test(text)) return null;
  const tokens = (text.match(token) ?? []).filter((it) => it.trim() !== '' && it !== '\uFEFF');
  if (tokens.join('').replaceAll(/\s/g, '') !== text.replaceAll(/[\s\uFEFF]/g, '')) return null;
  const open: string[] = [];
  const lines: string[] = [];
  let elements = 0;
  for (let at = 0; at < tokens.length; at++) {
    const it = tokens[at]!;
    const name = nameOf(it);
    if (isClosing(it)) {
      if (open.pop() !== name) return null;
      lines.push(indent(open.length) + it);
    } else if (!isOpening(it)) {
      if (!it.startsWith('<') && open.length === 0) return null;
      if (it.endsWith('/>')) elements++;
      lines.push(indent(open.length) + it.trim());
    } else {
      elements++;
      const [content = '', end = ''] = [tokens[at + 1], tokens[at + 2]];
      const closesAtOnce = isClosing(content) && nameOf(content) === name;
      const hasOnlyText = !content.startsWith('<') && isClosing(end) && nameOf(end) === name;
      if (closesAtOnce || hasOnlyText) {
        lines.push(indent(open.length) + it + content + (hasOnlyText ? end : ''));
        at += hasOnlyText ? 2 : 1;
      } else {
        lines.push(indent(open.length) + it);
        open.push(name);
      }
    }
  }
  return open.length > 0 || elements === 0 ? null : lines.join('\n');
}

const indent = (depth: number): string => '  '.repeat(depth);
const isClosing = (it: string): boolean => it.startsWith('</');
const isOpening = (it: string): boolean => /^<[^!?/]/.test(it) && !it.endsWith('/>');
const nameOf = (it: string): string => /^<\/?([^\s/>]+)/.exec(it)?.[1] ?? '';
