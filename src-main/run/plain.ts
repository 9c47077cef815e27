import { StepFailure } from './step-failure.ts';

/** Data as JSON knows it, plus bytes; nothing of how a library marks its own. */
export interface Plain {
  readonly value: unknown;
  /** About the characters it takes as JSON. */
  readonly size: number;
  readonly hasBytes: boolean;
}

export const maxDepth = 1000;
/** Of a result, in about the characters it takes as JSON. */
export const maxSize = 64 * 1024 * 1024;
const maxValues = 4_000_000;

/**
 * Copies what a step made into plain data. Throws a StepFailure for functions, BigInts,
 * symbols, what is nested too deep (or contains itself), and what is too large.
 */
export function toPlain(value: unknown): Plain {
  let size = 0;
  let values = 0;
  let hasBytes = false;

  function grow(by: number): void {
    size += by;
    if (size > maxSize) throw tooLarge();
  }

  function copyList(list: readonly unknown[], depth: number): unknown[] {
    const copied: unknown[] = [];
    for (const item of list) copied.push(copy(item, depth) ?? null);
    return copied;
  }

  function copyObject(object: object, depth: number): object {
    const copied: Record<string, unknown> = {};
    for (const [name, item] of Object.entries(object)) {
      const kept = copy(item, depth);
      if (kept === undefined) continue;
      grow(name.length + 3);
      setOwn(copied, name, kept);
    }
    return copied;
  }

  function copy(part: unknown, depth: number): unknown {
    values += 1;
    if (values > maxValues) throw new StepFailure('The result has more than 4,000,000 values.');
    switch (typeof part) {
      case 'string':
        grow(part.length + 2);
        return part;
      case 'number':
        grow(8);
        return Number.isFinite(part) ? part : null;
      case 'boolean':
        grow(5);
        return part;
      case 'undefined':
        return undefined;
      case 'object':
        break;
      default:
        throw new StepFailure(`A ${typeof part} cannot be part of a result.`);
    }
    if (part === null) {
      grow(4);
      return null;
    }
    if (depth >= maxDepth) {
      throw new StepFailure('The result is nested deeper than 1,000 levels, or contains itself.');
    }
    if (part instanceof Uint8Array) {
      grow(Math.ceil(part.length / 3) * 4 + 2);
      hasBytes = true;
      return part;
    }
    grow(2);
    return Array.isArray(part) ? copyList(part, depth + 1) : copyObject(part, depth + 1);
  }

  const copied = copy(value, 0);
  return { value: copied, size, hasBytes };
}

export const tooLarge = (): StepFailure => new StepFailure('The result is larger than 64 MiB.');

/** Sets a property of any name, `__proto__` too, as the object's own. */
export function setOwn(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[name] = value;
  }
}

export const base64Of = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** JSON with bytes as base64 text. */
export function toJson(plain: Plain): string | undefined {
  if (!plain.hasBytes) return JSON.stringify(plain.value);
  return JSON.stringify(plain.value, (_name, part: unknown) =>
    part instanceof Uint8Array ? base64Of(part) : part,
  );
}
