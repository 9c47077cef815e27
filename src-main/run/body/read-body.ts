// Reads bytes as what their content type says they are. Nothing here refuses: what does not parse is given as
// text, with the reason beside it. Used for the body of a call and for what an httpRequest step got.
import {
  type ContentType,
  isCsvType,
  isFormType,
  isJsonType,
  isMultipartType,
  isXmlType,
  parseContentType,
} from '#shared/content-type.ts';
import { decodeText } from './decode-text.ts';
import { readCsv } from './read-csv.ts';
import { readForm } from './read-form.ts';
import { readJson } from './read-json.ts';
import { readMultipart } from './read-multipart.ts';
import { readXml } from './read-xml.ts';
import { wordsOf } from '../step-failure.ts';

export interface ReadBody {
  readonly value: unknown;
  /** Why it could not be read as its type; null where it could. */
  readonly error: string | null;
  /** What it was read as, where its values have names; null for text, bytes and parts. */
  readonly form: 'json' | 'xml' | 'form' | null;
}

export interface BodyHead {
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  /** XML elements that are a list even where one stands alone. */
  readonly xmlLists?: readonly string[] | undefined;
}

const nothing: ReadBody = { value: undefined, error: null, form: null };

/**
 * The value of a body. Types that clients set without thinking are looked into: a form (curl's default), or no
 * type at all, that is a JSON object or list as a whole is read as JSON.
 */
export function readBody(bytes: Uint8Array, head: BodyHead): ReadBody {
  if (bytes.length === 0) return nothing;
  const encoding = head.contentEncoding?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'identity') return { value: bytes, error: null, form: null };

  const content = parseContentType(head.contentType);
  const { type } = content;
  if (isJsonType(type)) return orText(bytes, content, 'json', readJson);
  if (isXmlType(type)) return orText(bytes, content, 'xml', (text) => readXml(text, head.xmlLists));
  if (isCsvType(type)) return orText(bytes, content, null, (text) => readCsv(text, content));
  if (isFormType(type)) {
    return readUnasked(bytes, content) ?? orText(bytes, content, 'form', readForm);
  }
  if (isMultipartType(type)) return readParts(bytes, content);
  if (type.startsWith('text/') || content.charset !== undefined)
    return orText(bytes, content, null, (text) => text);
  return (type === '' ? readUnasked(bytes, content) : null) ?? { value: bytes, error: null, form: null };
}

function orText(
  bytes: Uint8Array,
  content: ContentType,
  form: ReadBody['form'],
  read: (text: string) => unknown,
): ReadBody {
  const { text, error } = decodeText(bytes, content);
  if (error !== null) return { value: text, error, form: null };
  try {
    return { value: read(text), error: null, form };
  } catch (failure) {
    return { value: text, error: wordsOf(failure), form: null };
  }
}

function readParts(bytes: Uint8Array, content: ContentType): ReadBody {
  try {
    return { value: readMultipart(bytes, content.boundary), error: null, form: null };
  } catch (failure) {
    return { value: decodeText(bytes, content).text, error: wordsOf(failure), form: null };
  }
}

function readUnasked(bytes: Uint8Array, content: ContentType): ReadBody | null {
  const first = bytes.find((byte) => !whitespace.has(byte));
  if (first !== 0x7b && first !== 0x5b) return null;
  const read = orText(bytes, content, 'json', readJson);
  return read.error === null ? read : null;
}

const whitespace: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
