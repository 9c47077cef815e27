import { XMLParser } from 'fast-xml-parser';
import { maxDepth } from '../plain.ts';
import { createRecent } from '../recent.ts';

const maxElements = 1_000_000;

const parsers = createRecent<string, XMLParser>(100);

function parserFor(lists: readonly string[]): XMLParser {
  const key = lists.join(' ');
  const known = parsers.get(key);
  if (known !== undefined) return known;
  const names: ReadonlySet<string> = new Set(lists);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@_',
    textNodeName: '#text',
    // A number may be a code with leading zeros: text stays text.
    parseTagValue: false,
    parseAttributeValue: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: maxDepth,
    // Without it numeric ones (`&#233;`) would stay what they are.
    htmlEntities: true,
    // `toString` is a name like any other: what is read has it as its own.
    onDangerousProperty: (name) => name,
    isArray: (name) => names.has(name),
  });
  parsers.set(key, parser);
  return parser;
}

/**
 * Reads XML: attributes as `@_name`, text beside them as `#text`, repeated elements as lists, no number made of
 * any text; `lists` names elements that are a list even where one stands alone. Throws with words where it is
 * not well-formed, and for any DOCTYPE: entities are a way to attack.
 */
export function readXml(text: string, lists: readonly string[] = []): unknown {
  examine(text);
  try {
    const read: unknown = parserFor(lists).parse(text, true);
    return read;
  } catch (error) {
    throw withPlace(error);
  }
}

/** The parser appends the place to its sentence as `:line:column`. */
function withPlace(error: unknown): unknown {
  const found = error instanceof Error ? /^(.*?)\.?:(\d+):(\d+)$/s.exec(error.message) : null;
  if (found === null) return error;
  const [, said, line, column] = found;
  return new Error(`${said} (line ${line}, column ${column}).`);
}

/** Looks at marks only, before anything is built: a bomb of elements or attributes takes many times its size. */
function examine(text: string): void {
  let left = maxElements;
  const count = (): void => {
    left -= 1;
    if (left < 0) throw new Error('The XML has more than 1,000,000 elements and attributes.');
  };
  const after = (mark: string, from: number): number => {
    const found = text.indexOf(mark, from);
    // What does not end is for the parser to say.
    return found < 0 ? text.length : found + mark.length;
  };
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    if (text.startsWith('<!--', at)) at = after('-->', at + 4);
    else if (text.startsWith('<![CDATA[', at)) at = after(']]>', at + 9);
    else if (/^<!DOCTYPE/i.test(text.slice(at, at + 9))) {
      throw new Error('XML with a DOCTYPE is not read.');
    } else {
      count();
      for (at += 1; at < text.length && text[at] !== '>'; at += 1) {
        if (text[at] !== '"' && text[at] !== "'") continue;
        count();
        at = after(text[at] ?? '', at + 1) - 1;
      }
    }
  }
}
