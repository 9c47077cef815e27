// A body for people to look at: what stands at the paths that a trigger hides is masked, and all else stays as it came,
// down to the last space. Whatever cannot be told for sure is masked as a whole.
import { parser as jsonParser } from '@lezer/json';
import { parser as xmlParser } from '@lezer/xml';
import type { SyntaxNode } from '@lezer/common';
import { type BodyPath, isAtEnd, readBodyPath, stepInto, valuesAt } from '#shared/body-path.ts';
import { hiddenMark } from '#shared/hidden-values.ts';
import { parseContentType } from '#shared/content-type.ts';
import { decodeText } from './decode-text.ts';
import { type BodyHead, readBody } from './read-body.ts';

export interface MaskedBody {
  /** UTF-8, whatever it was before. */
  readonly bytes: Uint8Array;
  /** What was masked. */
  readonly values: readonly string[];
}

/** A part of a text, by its first character and the one behind its last, and what stands in its place. */
type Span = readonly [from: number, to: number, mark?: string];

export function maskBody(bytes: Uint8Array, head: BodyHead, paths: readonly string[]): MaskedBody {
  const within = paths.flatMap((path) => [readBodyPath(path) ?? []]);
  const { value, form } = readBody(bytes, head);
  if (form === null || isAtEnd(within)) return { bytes: encode(hiddenMark), values: textOf(value) };
  const { text } = decodeText(bytes, parseContentType(head.contentType));
  const masked = encode(form === 'form' ? maskForm(text, within) : mask(text, spansIn[form](text, within)));
  const values = valuesAt(value, within);
  // Read as the workflow reads it: two readers may not agree on what nobody writes on purpose.
  const again = readBody(masked, {
    ...head,
    contentType: head.contentType === undefined ? undefined : inUtf8(head.contentType),
  });
  const isHidden =
    again.form === form && valuesAt(again.value, within).every((left) => /^[*\s]*$/.test(left));
  return { bytes: isHidden ? masked : encode(hiddenMark), values };
}

const inUtf8 = (contentType: string): string => `${contentType.split(';', 1)[0]};charset=utf-8`;

const encode = (text: string): Uint8Array => Buffer.from(text);
const textOf = (value: unknown): string[] => (typeof value === 'string' ? [value] : valuesAt(value, [[]]));

function mask(text: string, spans: readonly Span[]): string {
  let masked = '';
  let at = 0;
  for (const [from, to, mark = hiddenMark] of spans.toSorted(([one], [other]) => one - other)) {
    if (from < at) continue;
    masked += text.slice(at, from) + mark;
    at = to;
  }
  return masked + text.slice(at);
}

function maskForm(text: string, within: readonly BodyPath[]): string {
  const parts = text.split('&').map((part) => {
    const [field] = new URLSearchParams(part);
    const isHidden = field !== undefined && isAtEnd(stepInto(within, field[0]));
    return isHidden ? `${part.split('=', 1)[0]}=${hiddenMark}` : part;
  });
  return parts.join('&');
}

const spansIn = { json: spansInJson, xml: spansInXml };

function spansInJson(text: string, paths: readonly BodyPath[]): Span[] {
  const spans: Span[] = [];
  function look(node: SyntaxNode, within: readonly BodyPath[]): void {
    if (within.length === 0) return;
    const isHidden = isAtEnd(within);
    if (isHidden && scalars.has(node.name)) spans.push([node.from, node.to, JSON.stringify(hiddenMark)]);
    else if (node.name === 'Object') {
      for (const property of node.getChildren('Property')) {
        const name = property.firstChild;
        const value = property.lastChild;
        if (name === null || value === null) continue;
        const key: unknown = JSON.parse(text.slice(name.from, name.to));
        look(value, isHidden ? within : stepInto(within, String(key)));
      }
    } else if (node.name === 'Array' || node.name === 'JsonText') {
      for (let child = node.firstChild; child !== null; child = child.nextSibling) look(child, within);
    }
  }
  look(jsonParser.parse(text).topNode, paths);
  return spans;
}

const scalars: ReadonlySet<string> = new Set(['String', 'Number', 'True', 'False', 'Null']);

function spansInXml(text: string, paths: readonly BodyPath[]): Span[] {
  const spans: Span[] = [];
  const nameIn = (node: SyntaxNode, kind: string): string => {
    const name = node.getChild(kind);
    return name === null ? '' : text.slice(name.from, name.to);
  };

  function look(element: SyntaxNode, above: readonly BodyPath[]): void {
    const tag = element.getChild('OpenTag') ?? element.getChild('SelfClosingTag');
    if (tag === null) return;
    const within = isAtEnd(above) ? above : stepInto(above, nameIn(tag, 'TagName'));
    if (within.length === 0) return;
    for (const attribute of tag.getChildren('Attribute')) {
      const value = attribute.getChild('AttributeValue');
      const isHidden =
        isAtEnd(within) || isAtEnd(stepInto(within, `@_${nameIn(attribute, 'AttributeName')}`));
      if (value !== null && isHidden) spans.push([value.from + 1, value.to - 1]);
    }
    const end = element.getChild('CloseTag');
    if (isAtEnd(within) && end !== null && end.from > tag.to) {
      spans.push([tag.to, end.from]);
      return;
    }
    const isTextHidden = isAtEnd(stepInto(within, '#text'));
    for (let child = tag.nextSibling; child !== null; child = child.nextSibling) {
      if (child.name === 'Element') look(child, within);
      else if (isTextHidden && characters.has(child.name)) spans.push([child.from, child.to]);
    }
  }

  for (const element of xmlParser.parse(text).topNode.getChildren('Element')) look(element, paths);
  return spans;
}

const characters: ReadonlySet<string> = new Set(['Text', 'EntityReference', 'CharacterReference', 'Cdata']);
