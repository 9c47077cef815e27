const maxNodes = 3_000;
const maxDepth = 8;
const maxNames = 100;
const maxTextLength = 80;

/** A value of data much shortened, for somebody who wants to know its names: of a list the first item, of a text its beginning. */
export function sketchOf(value: unknown, strip: (text: string) => string): Sketch {
  let nodes = 0;
  return sketch(value, 0);

  function sketch(part: unknown, depth: number): Sketch {
    nodes += 1;
    if (nodes > maxNodes) return null;
    if (typeof part === 'string') {
      const text = strip(part);
      return text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text;
    }
    if (typeof part === 'number' || typeof part === 'boolean') return part;
    if (typeof part !== 'object' || part === null || depth >= maxDepth) return null;
    if (part instanceof Uint8Array) return `(${part.length} bytes)`;
    if (Array.isArray(part)) return part.slice(0, 1).map((item) => sketch(item, depth + 1));
    const names = Object.keys(part).slice(0, maxNames);
    return Object.fromEntries(names.map((name) => [name, sketch(Reflect.get(part, name), depth + 1)]));
  }
}

type Sketch = string | number | boolean | null | Sketch[] | { [name: string]: Sketch };
