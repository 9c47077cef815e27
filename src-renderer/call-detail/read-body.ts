import { client } from '#renderer/app/client.ts';
import { bytesOfBase64 } from './hex-dump.ts';

export interface BodyOf {
  readonly id: string;
  readonly of: 'request' | 'response';
}

/** Some of the stored bytes, exactly. */
export async function readPart(
  of: BodyOf,
  part: { readonly from: number; readonly length: number },
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly whole: number }> {
  const { base64, bytes } = await client.calls.body({ ...of, ...part });
  return { bytes: bytesOfBase64(base64), whole: bytes };
}

const partBytes = 1_048_576;

/** All of them, in parts: no message holds a whole body. */
export async function readBody(of: BodyOf): Promise<Blob> {
  let blob = new Blob();
  for (;;) {
    const { bytes, whole } = await readPart(of, { from: blob.size, length: partBytes });
    blob = new Blob([blob, bytes]);
    if (bytes.length === 0 || blob.size >= whole) return blob;
  }
}
