import type { FieldIssue } from '../problem.ts';

type FindLine = (path: FieldIssue['path']) => number | undefined;

/** To find the lines of a larger file takes longer than whoever applies it wants to wait. */
const maxLength = 1024 * 1024;

/** Where the fields of a YAML or JSON file stand; of one that is not there, where that is to which it belongs. */
export async function findLines(text: string): Promise<FindLine> {
  if (text.length > maxLength) return () => undefined;
  const { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml');
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, logLevel: 'silent' });

  /** The part of a node that a name or a number leads to, and where that begins. */
  function below(node: unknown, part: string | number) {
    const whole = isAlias(node) ? node.resolve(document) : node;
    if (isMap(whole)) {
      const pair = whole.items.find(({ key }) => isScalar(key) && key.value === part);
      return pair && { node: pair.value, at: isNode(pair.key) ? pair.key.range?.[0] : undefined };
    }
    const item = isSeq(whole) && typeof part === 'number' ? whole.items[part] : undefined;
    return isNode(item) ? { node: item, at: item.range?.[0] } : undefined;
  }

  return (path) => {
    let node: unknown = document.contents;
    let at: number | undefined;
    for (const part of path) {
      const found = below(node, part);
      if (found === undefined) break;
      ({ node, at = at } = found);
    }
    return at === undefined ? undefined : lineCounter.linePos(at).line;
  };
}
