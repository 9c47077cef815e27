/**
 * So much before a part tells a decoder where the first character of it begins: in UTF-8 and UTF-16 always, in older
 * charsets such as GBK, Shift_JIS and ISO-2022-JP where a line ends within it. In longer lines of these the first
 * characters may be others.
 */
export const leadBytes = 1_024;

interface Part {
  /** What stands before it, empty at the beginning. */
  readonly lead: Uint8Array;
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}

/** The text of a part of a body. A character that two parts have a piece of is whole in the later one. */
export function decodePart({ lead, bytes, isLast }: Part, charset: string): string {
  const decoder = new TextDecoder(charset, { ignoreBOM: true });
  decoder.decode(lead, { stream: true });
  return decoder.decode(bytes, { stream: !isLast });
}
