import { base64Of } from '../plain.ts';
import { StepFailure } from '../step-failure.ts';
import { scalarText } from './scalar-text.ts';

/** A long key stands at each item of its list, so that a little data can make very much XML. */
const maxNameLength = 64 * 1024 * 1024;

/**
 * Writes data as XML: the root is `result`, or the only key of the object; lists are repeated elements, null is
 * empty. `@_name` and `#text` are written as attribute and text, the way `readXml` reads them.
 */
export function writeXml(value: unknown, charset = 'UTF-8'): string {
  let left = maxNameLength;
  const only = onlyKeyOf(value);
  const [root, content] = only ?? ['result', value];
  return `<?xml version="1.0" encoding="${charset}"?>\n${element(root, Array.isArray(content) ? { item: content } : content)}`;

  function element(key: string, value: unknown): string {
    if (Array.isArray(value)) return value.map((item) => element(key, item)).join('');
    const name = elementName(key);
    left -= name.length;
    if (left < 0) throw new StepFailure('The XML is larger than 64 MiB.');
    if (value === undefined || value === null || value === '') return `<${name}/>`;
    if (typeof value !== 'object') return `<${name}>${escapeText(scalarText(value))}</${name}>`;
    if (value instanceof Uint8Array) return `<${name}>${base64Of(value)}</${name}>`;

    const attributes = new Map<string, string>();
    const counts = new Map<string, number>();
    let content = '';
    for (const [part, item] of Object.entries(value)) {
      if (part === '#text') content += escapeText(scalarText(item));
      else if (part.startsWith('@_') && typeof item !== 'object') {
        const attribute = freeName(elementName(part.slice(2)), attributes, counts);
        attributes.set(attribute, escapeAttribute(scalarText(item)));
      } else content += element(part, item);
    }
    const start = [name, ...[...attributes].map(([key, text]) => `${key}="${text}"`)].join(' ');
    return content === '' ? `<${start}/>` : `<${start}>${content}</${name}>`;
  }
}

/** A list cannot be a root: it would have to stand more than once. */
function onlyKeyOf(value: unknown): readonly [string, unknown] | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    return null;
  }
  const [first, ...others] = Object.entries(value);
  if (first === undefined || others.length > 0 || Array.isArray(first[1]) || isMark(first[0])) return null;
  return first;
}

/** An element has each attribute once, also where keys became one name; a count for each, as they may be very many. */
function freeName(name: string, taken: ReadonlyMap<string, string>, counts: Map<string, number>): string {
  let free = name;
  for (let count = counts.get(name) ?? 2; taken.has(free); count += 1) {
    free = `${name}${count}`;
    counts.set(name, count + 1);
  }
  return free;
}

const isMark = (key: string): boolean => key === '#text' || key.startsWith('@_');

// XML 1.0, 2.3: NameStartChar and NameChar, without the higher planes, which many readers do not know in names.
const startCharacters =
  'A-Z_a-z\\u{c0}-\\u{d6}\\u{d8}-\\u{f6}\\u{f8}-\\u{2ff}\\u{370}-\\u{37d}\\u{37f}-\\u{1fff}\\u{200c}-\\u{200d}' +
  '\\u{2070}-\\u{218f}\\u{2c00}-\\u{2fef}\\u{3001}-\\u{d7ff}\\u{f900}-\\u{fdcf}\\u{fdf0}-\\u{fffd}';
const noNameCharacter = new RegExp(
  `[^${startCharacters}:.0-9\\u{b7}\\u{300}-\\u{36f}\\u{203f}-\\u{2040}-]`,
  'gu',
);
const nameStart = new RegExp(`^[${startCharacters}]`, 'u');

/** Any key as a name that XML allows: what it does not allow becomes `_`. */
function elementName(key: string): string {
  const name = key.replaceAll(noNameCharacter, '_').replaceAll(/^:+|:+$/g, '_');
  return nameStart.test(name) ? name : `_${name}`;
}

/** Characters that XML cannot hold at all become U+FFFD. */
function escapeText(text: string): string {
  return (
    text
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- these are the very characters that must not get through
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\r', '&#13;')
  );
}

/** Readers make spaces of what stands for itself there (XML 1.0, 3.3.3). */
const escapeAttribute = (text: string): string =>
  escapeText(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
