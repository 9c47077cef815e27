import { randomUUID } from 'node:crypto';
import { StepFailure } from '../step-failure.ts';
import { scalarText } from './scalar-text.ts';
import { pairsOf } from './write-form.ts';

/** Writes `{ fields, files }` the way `readMultipart` reads it; a file needs `field`, `filename` and `data`. */
export function writeMultipart(
  value: unknown,
  boundary = `hookline-${randomUUID()}`,
): { readonly bytes: Uint8Array; readonly boundary: string } {
  const { fields = {}, files = [] } = formOf(value);
  const parts: Uint8Array[] = [];
  const put = (text: string): void => void parts.push(Buffer.from(text));
  for (const [name, item] of pairsOf(fields)) {
    put(`--${boundary}\r\n${dispositionOf(name)}\r\n\r\n${scalarText(item)}\r\n`);
  }
  for (const file of files) {
    const { field, filename, contentType, data } = fileOf(file);
    const type = /^[\t\x20-\x7e]+$/.test(contentType) ? contentType : 'application/octet-stream';
    put(`--${boundary}\r\n${dispositionOf(field, filename)}\r\ncontent-type: ${type}\r\n\r\n`);
    parts.push(data instanceof Uint8Array ? data : Buffer.from(scalarText(data)));
    put('\r\n');
  }
  put(`--${boundary}--\r\n`);
  return { bytes: new Uint8Array(Buffer.concat(parts)), boundary };
}

function formOf(value: unknown): { readonly fields?: unknown; readonly files?: readonly unknown[] } {
  if (typeof value !== 'object' || value === null || ('files' in value && !Array.isArray(value.files))) {
    throw new StepFailure(
      'A form with files is written of { fields: {…}, files: [{ field, filename, data }] }.',
    );
  }
  return value;
}

function fileOf(file: unknown): {
  readonly field: string;
  readonly filename: string;
  readonly contentType: string;
  readonly data: unknown;
} {
  const given: Readonly<Record<string, unknown>> =
    typeof file === 'object' && file !== null ? { ...file } : {};
  const { field, filename, contentType, data } = given;
  if (typeof field !== 'string' || typeof filename !== 'string' || data === undefined) {
    throw new StepFailure('A file of a form needs field, filename and data.');
  }
  return { field, filename, contentType: typeof contentType === 'string' ? contentType : '', data };
}

/** As browsers write it (HTML, 4.10.21.8): quotes and line ends as %22, %0D and %0A. */
function dispositionOf(name: string, filename?: string): string {
  const quoted = (text: string): string =>
    `"${text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}"`;
  const more = filename === undefined ? '' : `; filename=${quoted(filename)}`;
  return `content-disposition: form-data; name=${quoted(name)}${more}`;
}
