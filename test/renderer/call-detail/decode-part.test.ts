import { expect, test } from 'vitest';
import { decodePart, leadBytes } from '#renderer/call-detail/decode-part.ts';

const texts: Readonly<Record<string, string>> = {
  'utf-8': 'é€😀x',
  'utf-16le': 'é😀',
  'iso-8859-1': 'café',
  gbk: `${'中文'.repeat(50)}\n`,
};
const bytesIn: Readonly<Record<string, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'iso-8859-1': (text) => Buffer.from(text, 'latin1'),
  gbk: (text) => Buffer.from(text.replaceAll('中', 'ÖÐ').replaceAll('文', 'ÎÄ'), 'latin1'),
};

test.each(Object.keys(texts))('parts of a text in %s are the text, wherever it is cut', (charset) => {
  const text = texts[charset]!.repeat(400);
  const all = bytesIn[charset]!(text);
  for (let partBytes = leadBytes; partBytes < leadBytes + 7; partBytes += 1) {
    const size = charset === 'utf-16le' ? 2 * partBytes : partBytes;
    let joined = '';
    for (let from = 0; from < all.length; from += size) {
      const lead = all.subarray(Math.max(0, from - leadBytes), from);
      const bytes = all.subarray(from, from + size);
      joined += decodePart({ lead, bytes, isLast: from + size >= all.length }, charset);
    }
    expect(joined).toBe(text);
  }
});
