/** A message as text on its way between the processes. */
export type Encoded = unknown;

export interface Wire {
  encode(message: unknown): Encoded;
  decode(message: Encoded): unknown;
}

/**
 * Structured clone as JSON, for what Hookline sends: plain values, lists, records and bytes. It stands alone,
 * because its source text runs in the page too.
 */
export function makeWire(): Wire {
  type Tagged = { readonly is: string; readonly of: unknown };

  const toBase64 = (bytes: Uint8Array): string => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 32_768)
      text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
    return btoa(text);
  };
  const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  function encode(value: unknown): unknown {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (value === undefined) return { is: 'undefined' };
    if (typeof value === 'number')
      return Number.isFinite(value) ? value : { is: 'number', of: String(value) };
    if (Array.isArray(value)) return value.map(encode);
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    if (value instanceof ArrayBuffer) return { is: 'ArrayBuffer', of: toBase64(new Uint8Array(value)) };
    if (value instanceof Uint8Array) return { is: 'Uint8Array', of: toBase64(value) };
    if (typeof value !== 'object' || kind !== 'Object')
      throw new DOMException(`electron double: a ${kind} could not be cloned.`, 'DataCloneError');
    return { is: 'record', of: Object.entries(value).map(([key, part]) => [key, encode(part)]) };
  }

  function decode(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(decode);
    const { is, of } = value as Tagged;
    if (is === 'undefined') return undefined;
    if (is === 'number') return Number(of);
    if (is === 'ArrayBuffer') return fromBase64(String(of)).buffer;
    if (is === 'Uint8Array') return fromBase64(String(of));
    return Object.fromEntries((of as [string, unknown][]).map(([key, part]) => [key, decode(part)]));
  }

  return { encode, decode };
}
