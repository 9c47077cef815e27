import { createReadStream } from 'node:fs';
import { problem } from '#shared/problem.ts';
import { CommandFailure } from './command-failure.ts';
import { unreadable } from './file-words.ts';

/** Reads a file, or standard input for `-`, up to a size; fails with the file's name. */
export async function readInput(path: string, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of path === '-' ? process.stdin : createReadStream(path)) {
      const part = Buffer.from(chunk);
      bytes += part.byteLength;
      // A size asked for beforehand would be 0 for pipes and devices.
      if (bytes > maxBytes)
        throw new CommandFailure(
          problem('file_unreadable', { detail: `${path} is larger than ${maxBytes / (1024 * 1024)} MiB.` }),
        );
      chunks.push(part);
    }
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw unreadable(path, error);
  }
  return Buffer.concat(chunks, bytes);
}
