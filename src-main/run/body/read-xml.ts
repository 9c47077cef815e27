import { XMLParser } from 'fast-xml-parser';
import { maxDepth } from '../plain.ts';

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
});

/**
 * Reads XML: attributes as `@_name`, text beside them as `#text`, repeated elements as lists, no number made of
 * any text. Throws with words where it is not well-formed, and for any DOCTYPE: entities are a way to attack.
 */
export function readXml(text: string): unknown {
  if (/<!DOCTYPE/i.test(text)) throw new Error('XML with a DOCTYPE is not read.');
  const read: unknown = parser.parse(text, true);
  return read;
}
