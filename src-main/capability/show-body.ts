import type { StoredBody } from '#main/ports/run.ts';
import type { BlobStore } from '#main/ports/blob-store.ts';
import type { ShownBody } from '#shared/model/call.ts';

/** More than a person reads; the whole body can be downloaded. */
const maxShownBytes = 262_144;

export async function bytesOf(body: StoredBody, blobs: BlobStore): Promise<Uint8Array> {
  return body.kind === 'bytes' ? body.bytes : blobs.read(body.file);
}

/** As text where all of it is text in its charset (UTF-8 where none is said), else as base64. */
export function showBytes(bytes: Uint8Array, contentType: string | null): ShownBody {
  const cut = bytes.length > maxShownBytes;
  const shown = Buffer.from(cut ? bytes.subarray(0, maxShownBytes) : bytes);
  const text = textOf(shown, cut, charsetOf(contentType));
  return text === null
    ? { encoding: 'base64', data: shown.toString('base64'), bytes: bytes.length, cut }
    : { encoding: 'text', data: text, bytes: bytes.length, cut };
}

const charsetOf = (contentType: string | null): string =>
  /;\s*charset="?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';

function textOf(bytes: Buffer, cut: boolean, charset: string): string | null {
  try {
    // A cut may go through a character: `stream` leaves its first bytes out.
    const text = new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: cut });
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
