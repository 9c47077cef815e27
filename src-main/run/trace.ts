import { base64Of } from './plain.ts';

const maxTraceBytes = 64 * 1024;

/** A value as JSON for people, cut at 64 KiB; bytes as base64. Never writes more than it keeps. */
export function traceOf(value: unknown): string | null {
  if (value === undefined) return null;
  const parts: string[] = [];
  let left = maxTraceBytes;

  function put(text: string): void {
    if (left <= 0) return;
    parts.push(text);
    left -= text.length;
  }

  function write(part: unknown): void {
    if (left <= 0) return;
    if (typeof part === 'string') put(JSON.stringify(part.slice(0, left)));
    else if (part instanceof Uint8Array) put(`"${base64Of(part.subarray(0, left))}"`);
    else if (Array.isArray(part)) writeAll('[', part, (item) => write(item ?? null), ']');
    else if (typeof part === 'object' && part !== null) {
      writeAll(
        '{',
        Object.keys(part).filter((name) => Reflect.get(part, name) !== undefined),
        (name) => {
          put(`${JSON.stringify(name)}:`);
          write(Reflect.get(part, name));
        },
        '}',
      );
    } else put(JSON.stringify(part) ?? 'null');
  }

  function writeAll<T>(open: string, items: readonly T[], writeItem: (item: T) => void, close: string): void {
    put(open);
    for (const [at, item] of items.entries()) {
      if (left <= 0) return;
      if (at > 0) put(',');
      writeItem(item);
    }
    put(close);
  }

  write(value);
  return cut(parts.join(''));
}

function cut(text: string): string {
  if (text.length * 3 <= maxTraceBytes || Buffer.byteLength(text) <= maxTraceBytes) return text;
  const bytes = Buffer.from(text).subarray(0, maxTraceBytes);
  // A character that was cut in two is left out.
  return new TextDecoder().decode(bytes, { stream: true });
}
