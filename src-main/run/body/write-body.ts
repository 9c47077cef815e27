// Writes what a step sends (an answer, a request, a file) as its content type says: the other way round of `readBody`.
import { encodeText } from '#main/encode-text.ts';
import { StepFailure } from '../step-failure.ts';
import { type Plain, toJson, toPlain } from '../plain.ts';
import {
  type ContentType,
  isCsvType,
  isFormType,
  isMultipartType,
  isXmlType,
  parseContentType,
} from '#shared/content-type.ts';
import { writeCsv } from './write-csv.ts';
import { writeForm } from './write-form.ts';
import { writeMultipart } from './write-multipart.ts';
import { writeXml } from './write-xml.ts';

export interface WrittenBody {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/**
 * Text and bytes are written as they are, anything else as `contentType` says: XML, CSV, a form, else JSON. Throws a
 * StepFailure where it cannot be.
 */
export function writeBody(value: unknown, contentType?: string): WrittenBody {
  if (value instanceof Uint8Array) {
    return { contentType: contentType ?? 'application/octet-stream', bytes: value };
  }
  const content = parseContentType(contentType);
  if (typeof value === 'string') {
    return {
      contentType: contentType ?? 'text/plain; charset=utf-8',
      bytes: written(value, content.charset),
    };
  }
  return writeData(toPlain(value), contentType, content);
}

/** The same for data whatever it is: a text is a text of JSON then, and bytes are base64 in it. */
export function writeData(
  data: Plain,
  contentType?: string,
  content: ContentType = parseContentType(contentType),
): WrittenBody {
  if (isMultipartType(content.type)) {
    const { bytes, boundary } = writeMultipart(data.value, content.boundary);
    const parameter = content.boundary === undefined ? `; boundary=${boundary}` : '';
    return { contentType: `${contentType}${parameter}`, bytes };
  }
  return {
    contentType: contentType ?? 'application/json',
    bytes: written(textOf(data, content), content.charset),
  };
}

function written(text: string, charset: string | undefined): Uint8Array {
  const encoded = encodeText(text, charset);
  if (!encoded.ok) throw new StepFailure(encoded.why);
  return encoded.bytes;
}

function textOf(data: Plain, content: ContentType): string {
  if (isXmlType(content.type)) return writeXml(data.value, content.charset?.toUpperCase());
  if (isCsvType(content.type)) return writeCsv(data.value, content);
  if (isFormType(content.type)) return writeForm(data.value);
  return toJson(data) ?? 'null';
}
