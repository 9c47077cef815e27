import { hiddenMark } from '#shared/hidden-values.ts';
import { base64Of } from './plain.ts';
import type { Strip } from './strip-secrets.ts';

const maxTraceBytes = 64 * 1024;

/**
 * A value as JSON for people, without secrets, cut at 64 KiB where nothing else is said; bytes as base64. Never writes much
 * more than it keeps.
 */
export function traceOf(value: unknown, strip: Strip, maxBytes = maxTraceBytes): string | null {
  if (value === undefined) return null;
  const parts: string[] = [];
  let left = maxBytes;

  function put(text: string): void {
    if (left <= 0) return;
    parts.push(text);
    left -= text.length;
  }

  /** A secret that stands where the text is cut is whole until it is taken out. */
  const inPart = (text: string): string => JSON.stringify(strip(text.slice(0, left + strip.longest)));

  function write(part: unknown): void {
    if (left <= 0) return;
    if (typeof part === 'string') put(inPart(part));
    else if (part instanceof Uint8Array)
      put(
        strip.hidesBytes === true
          ? `"${hiddenMark}"`
          : inPart(base64Of(part.subarray(0, left + strip.longest))),
      );
    else if (Array.isArray(part)) writeAll('[', part, (item) => write(item ?? null), ']');
    else if (typeof part === 'object' && part !== null) {
      writeAll(
        '{',
        Object.keys(part).filter((name) => Reflect.get(part, name) !== undefined),
        (name) => {
          put(`${inPart(name)}:`);
          write(Reflect.get(part, name));
        },
        '}',
      );
    } else {
      const text = JSON.stringify(part) ?? 'null';
      put(strip(text) === text ? text : inPart(text));
    }
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
  return cut(parts.join(''), maxBytes);
}

function cut(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes) return text;
  const bytes = Buffer.from(text).subarray(0, maxBytes);
  // A character that was cut in two is left out.
  return new TextDecoder().decode(bytes, { stream: true });
}
