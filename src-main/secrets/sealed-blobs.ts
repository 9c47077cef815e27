import { type BlobStore, type BlobWriter, sealedEnding } from '#main/ports/blob-store.ts';
import type { BodyBox } from './body-box.ts';
import { unreadable } from './sealed-calls.ts';

/** Files of bodies with values that nobody may see: sealed while they are written, opened when they are read. */
export function sealBlobs(blobs: BlobStore, bodies: () => BodyBox | null): BlobStore {
  async function read(file: string): Promise<Uint8Array> {
    const bytes = await blobs.read(file);
    if (!file.endsWith(sealedEnding)) return bytes;
    const box = bodies();
    if (box === null) throw unreadable();
    try {
      return box.open(bytes);
    } catch (cause) {
      throw unreadable(cause);
    }
  }

  return {
    ...blobs,
    read,
    // Only as a whole can it be told to be what was sealed.
    readPart: async (file, part) =>
      file.endsWith(sealedEnding)
        ? (await read(file)).subarray(part.from, part.from + part.bytes)
        : blobs.readPart(file, part),
    async create(of) {
      if (of?.isSealed !== true) return blobs.create(of);
      const box = bodies();
      if (box === null) throw unreadable();
      return sealWriter(await blobs.create(of), box);
    },
  };
}

function sealWriter(writer: BlobWriter, box: BodyBox): BlobWriter {
  const { head, update, end } = box.begin();
  let bytes = 0;
  let hasHead = false;
  async function write(part: Uint8Array): Promise<void> {
    if (!hasHead) await writer.write(head);
    hasHead = true;
    await writer.write(part);
  }
  return {
    write(part) {
      bytes += part.byteLength;
      return write(update(part));
    },
    async keep() {
      await write(end());
      const { file } = await writer.keep();
      return { file, bytes };
    },
    discard: () => writer.discard(),
  };
}
