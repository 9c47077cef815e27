import { parameterOf, parseContentType } from '#shared/content-type.ts';
import { decodeText } from './decode-text.ts';
import { gather } from './read-form.ts';

export interface FilePart {
  readonly field: string;
  readonly filename: string;
  readonly contentType: string;
  readonly size: number;
  readonly data: Uint8Array;
}

const maxParts = 10_000;
const maxHeadBytes = 16_384;

/**
 * Reads a form of parts (RFC 7578). The whole body is at hand, and a step may read it at any moment, so this
 * does not stream and does not wait. Throws with words where the body is not one.
 */
export function readMultipart(
  bytes: Uint8Array,
  boundary: string | undefined,
): { readonly fields: Record<string, unknown>; readonly files: readonly FilePart[] } {
  if (boundary === undefined || boundary === '' || boundary.length > 70) {
    throw new Error('The content type of the form has no valid boundary.');
  }
  const fields: [string, string][] = [];
  const files: FilePart[] = [];
  for (const part of splitParts(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), boundary)) {
    const disposition = part.headers.get('content-disposition');
    const field = parameterOf(disposition, 'name');
    if (field === undefined) throw new Error('A part of the form has no name.');
    const filename = filenameOf(disposition);
    const contentType = part.headers.get('content-type');
    if (filename === undefined) {
      fields.push([field, decodeText(part.data, parseContentType(contentType ?? 'text/plain')).text]);
    } else {
      files.push({
        field,
        filename,
        contentType: contentType ?? 'application/octet-stream',
        size: part.data.length,
        data: new Uint8Array(part.data),
      });
    }
  }
  return { fields: gather(fields), files };
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly data: Buffer;
}

function splitParts(body: Buffer, boundary: string): Part[] {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const parts: Part[] = [];
  // The first delimiter may stand at the very beginning, without its line break.
  let at = body.indexOf(delimiter.subarray(2)) === 0 ? 0 : endOf(body.indexOf(delimiter), 2);
  for (;;) {
    at += delimiter.length - 2;
    if (body.toString('latin1', at, at + 2) === '--') return parts;
    const lineEnd = endOf(body.indexOf('\r\n', at), 2);
    const next = body.indexOf(delimiter, lineEnd - 2);
    if (next < 0) throw new Error('The form ends in the middle of a part.');
    if (parts.length === maxParts) throw new Error('The form has more than 10,000 parts.');
    parts.push(readPart(body.subarray(lineEnd, next)));
    at = next + 2;
  }
}

function endOf(found: number, length: number): number {
  if (found < 0) throw new Error('The form has no parts.');
  return found + length;
}

function readPart(part: Buffer): Part {
  const headers = new Map<string, string>();
  let at = 0;
  for (;;) {
    const lineEnd = part.indexOf('\r\n', at);
    if (lineEnd < 0 || lineEnd > maxHeadBytes) throw new Error('A part of the form has no proper head.');
    if (lineEnd === at) return { headers, data: part.subarray(lineEnd + 2) };
    const line = part.toString('utf8', at, lineEnd);
    const colon = line.indexOf(':');
    if (colon < 1) throw new Error('A part of the form has no proper head.');
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    at = lineEnd + 2;
  }
}

/** Browsers write names as UTF-8; `filename*` (RFC 8187) is not for forms, yet some clients send it. */
function filenameOf(disposition: string | undefined): string | undefined {
  const extended = parameterOf(disposition, 'filename*');
  const [, encoded] = /^utf-8'[^']*'(.*)$/i.exec(extended ?? '') ?? [];
  if (encoded !== undefined) {
    try {
      return decodeURIComponent(encoded);
    } catch {
      // Not as the RFC says: the plain name, if there is one.
    }
  }
  return parameterOf(disposition, 'filename');
}
