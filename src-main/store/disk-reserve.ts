import { randomBytes } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const chunkBytes = 1024 * 1024;
const pathIn = (folder: string): string => join(folder, 'reserve.bin');

/** Real bytes that no file system can leave out or squeeze, there to be given up. Too little room is no failure. */
export async function keepReserve(folder: string, bytes: number): Promise<void> {
  const path = pathIn(folder);
  const kept = await stat(path).catch(() => null);
  if (kept?.size === bytes) return;
  await rm(path, { force: true });
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      const chunk = randomBytes(Math.min(chunkBytes, bytes));
      for (let left = bytes; left > 0; left -= chunk.length)
        await file.writeFile(chunk.subarray(0, Math.min(left, chunk.length)));
      await file.sync();
    } finally {
      await file.close();
    }
  } catch {
    // The room went to something else meanwhile, which is what it is for.
    await rm(path, { force: true });
  }
}

export const dropReserve = (folder: string): Promise<void> => rm(pathIn(folder), { force: true });
