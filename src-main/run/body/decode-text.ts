import { type ContentType, isJsonType, isXmlType } from '#shared/content-type.ts';

/**
 * Bytes as text: in the charset of a byte order mark, of the content type, of an XML declaration, else UTF-8.
 * Always gives a text; bytes that are none in that charset become U+FFFD, and the error says so.
 */
export function decodeText(
  bytes: Uint8Array,
  content: Pick<ContentType, 'type' | 'charset'>,
): { readonly text: string; readonly error: string | null } {
  const charset =
    markedCharset(bytes) ??
    // JSON between systems is UTF-8, whatever the header says (RFC 8259, 8.1).
    (isJsonType(content.type) ? 'utf-8' : undefined) ??
    content.charset ??
    (isXmlType(content.type) ? declaredCharset(bytes) : undefined) ??
    'utf-8';
  if (!isKnown(charset)) {
    return { text: new TextDecoder().decode(bytes), error: `The charset ${charset} is not known.` };
  }
  try {
    return { text: new TextDecoder(charset, { fatal: true }).decode(bytes), error: null };
  } catch {
    return {
      text: new TextDecoder(charset).decode(bytes),
      error: `The body is not valid ${charset.toUpperCase()}.`,
    };
  }
}

function isKnown(charset: string): boolean {
  try {
    return new TextDecoder(charset).encoding !== '';
  } catch {
    return false;
  }
}

function markedCharset(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

function declaredCharset(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  return /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(start)?.[1]?.toLowerCase();
}
