// What `power-loss.c` has written, as values.
import { existsSync, readFileSync } from 'node:fs';

interface DataChange {
  readonly kind: 'write' | 'truncate';
  readonly inode: number;
  readonly offset: number;
  readonly oldSize: number;
  /** Of the file after a truncation; the end of the written range otherwise. */
  readonly newSize: number;
  readonly oldBytes: Uint8Array;
}

interface NameChange {
  readonly kind: 'create' | 'rename' | 'unlink' | 'mkdir';
  /** Of the folder that the name is in. */
  readonly inode: number;
  readonly path: string;
  /** The name before a renaming. */
  readonly from: string;
  /** What lost its name is kept under this number; 0 where nothing did. */
  readonly kept: number;
}

export type Change = DataChange | NameChange;
export const isData = (change: Change): change is DataChange =>
  change.kind === 'write' || change.kind === 'truncate';
export const isName = (change: Change): change is NameChange => !isData(change);

const kinds = [null, 'write', 'truncate', 'sync', 'create', 'rename', 'unlink', 'mkdir'] as const;
const headBytes = 48;

/** The changes that were not on stable storage when the process died, in the order in which they were made. */
export function readUnsynced(file: string): Change[] {
  if (!existsSync(file)) return [];
  const bytes = readFileSync(file);
  const pending = new Map<number, Change>();
  let record = 0;
  for (let at = 0; at + headBytes <= bytes.length; record++) {
    const kind = kinds[bytes.readUInt32LE(at)];
    const [pathLength, fromLength, dataLength] = [4, 8, 12].map((field) =>
      bytes.readUInt32LE(at + field),
    ) as [number, number, number];
    const [inode, offset, oldSize, newSize] = [16, 24, 32, 40].map((field) =>
      Number(bytes.readBigUInt64LE(at + field)),
    ) as [number, number, number, number];
    const path = at + headBytes;
    const from = path + pathLength;
    const data = from + fromLength;
    at = data + dataLength;
    // Cut off by the kill: its change was not made.
    if (at > bytes.length) break;
    if (kind === 'sync') {
      for (const [number, change] of pending)
        if (change.inode === inode && number < offset) pending.delete(number);
    } else if (kind === 'write' || kind === 'truncate') {
      pending.set(record, { kind, inode, offset, oldSize, newSize, oldBytes: bytes.subarray(data, at) });
    } else if (kind) {
      const names = { path: bytes.toString('utf8', path, from), from: bytes.toString('utf8', from, data) };
      pending.set(record, { kind, inode, ...names, kept: offset });
    }
  }
  return [...pending.values()];
}
