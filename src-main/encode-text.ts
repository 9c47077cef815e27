/** Bytes, or why a text cannot be written so. */
export type Encoded =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly why: string };

const encoder = new TextEncoder();
/** Of charsets with one byte for each character: the byte of each. */
const bytesByCharset = new Map<string, ReadonlyMap<string, number>>();
const severalBytes = /^(utf-|gb|big5|euc-|iso-2022-jp|shift_jis|replacement|x-user-defined)/;

/** Text as bytes of its charset, as far as one can be written; bytes of their own, which may be handed to another thread. */
export function encodeText(text: string, charset = 'utf-8'): Encoded {
  const encoding = nameOf(charset);
  if (encoding === 'utf-8') return { ok: true, bytes: encoder.encode(text) };
  if (encoding === 'utf-16le') return { ok: true, bytes: new Uint8Array(Buffer.from(text, 'utf16le')) };
  if (encoding === null || severalBytes.test(encoding)) {
    return { ok: false, why: `Text cannot be written in the charset ${charset}; UTF-8 can hold any.` };
  }
  const table = tableOf(encoding);
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (const char of text) {
    const byte = table.get(char);
    if (byte === undefined)
      return { ok: false, why: `The charset ${charset} has no "${char}"; UTF-8 can hold any.` };
    bytes[length] = byte;
    length += 1;
  }
  return { ok: true, bytes: bytes.slice(0, length) };
}

/** Its name in the WHATWG's list; null where it has none. */
function nameOf(charset: string): string | null {
  try {
    return new TextDecoder(charset).encoding;
  } catch {
    return null;
  }
}

function tableOf(encoding: string): ReadonlyMap<string, number> {
  const known = bytesByCharset.get(encoding);
  if (known !== undefined) return known;
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, number>();
  for (let byte = 255; byte >= 0; byte -= 1) table.set(decoder.decode(Uint8Array.of(byte)), byte);
  table.delete('\ufffd');
  bytesByCharset.set(encoding, table);
  return table;
}
