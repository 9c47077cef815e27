// What a power loss leaves of a folder: the changes that were not on stable storage are undone, all of them or
// some. A disk may reorder and tear writes; the names in one folder are lost from the end, as in a journal.
import * as fs from 'node:fs';
import { join } from 'node:path';
import { isData, isName, readUnsynced, type Change } from './read-journal.ts';

/** `all` unsynced changes are lost; `rand`: each write by itself; `torn`: of each, what follows some sector. */
export type Loss = 'all' | 'rand' | 'torn';

/** Where the shim works, and what it needs beside the folder it watches. */
export interface Watched {
  readonly folder: string;
  readonly journal: string;
  readonly kept: string;
}

export const watchEnvironment = ({ folder, journal, kept }: Watched): Record<string, string> => ({
  PL_DIR: folder,
  PL_LOG: journal,
  PL_KEPT: kept,
});

const sectorBytes = 512;

/** The watched process is dead. Gives how many changes were not on stable storage. */
export function losePower(watched: Watched, loss: Loss, random: () => number): number {
  const changes = readUnsynced(watched.journal);
  const places = findInodes([watched.folder, watched.kept]);
  const byFile = Map.groupBy(changes.filter(isData), ({ inode }) => inode);
  for (const [inode, ofFile] of byFile) {
    const path = places.get(inode);
    if (path !== undefined) loseBytes(path, ofFile, loss, random);
  }
  loseNames(changes.filter(isName), watched.kept, loss, random);
  fs.rmSync(watched.journal, { force: true });
  for (const name of fs.readdirSync(watched.kept)) fs.rmSync(join(watched.kept, name));
  return changes.length;
}

type DataChange = Extract<Change, { kind: 'write' | 'truncate' }>;
type NameChange = Exclude<Change, DataChange>;

/** Back to the synced bytes, then forward again with what the disk happened to have written. */
function loseBytes(path: string, changes: readonly DataChange[], loss: Loss, random: () => number): void {
  const fd = fs.openSync(path, 'r+');
  const redo: (() => void)[] = [];
  for (const { kind, offset, oldSize, newSize, oldBytes } of changes.toReversed()) {
    const now = Buffer.alloc(kind === 'write' ? newSize - offset : 0);
    const made = now.subarray(0, now.length && fs.readSync(fd, now, 0, now.length, offset));
    redo.unshift(() => {
      if (kind === 'truncate') fs.ftruncateSync(fd, newSize);
      else if (made.length > 0)
        fs.writeSync(fd, made.subarray(0, survivingBytes(made.length, loss, random)), 0, null, offset);
    });
    if (oldBytes.length > 0) fs.writeSync(fd, oldBytes, 0, oldBytes.length, offset);
    fs.ftruncateSync(fd, oldSize);
  }
  if (loss !== 'all') for (const again of redo) if (loss === 'torn' || random() < 0.5) again();
  fs.closeSync(fd);
}

const survivingBytes = (length: number, loss: Loss, random: () => number): number =>
  loss === 'torn'
    ? Math.min(length, Math.floor(random() * (length / sectorBytes + 1)) * sectorBytes)
    : length;

function loseNames(changes: readonly NameChange[], kept: string, loss: Loss, random: () => number): void {
  const lost = new Set<NameChange>();
  for (const inFolder of Map.groupBy(changes, ({ inode }) => inode).values()) {
    const survive = loss === 'all' ? 0 : Math.floor(random() * (inFolder.length + 1));
    for (const change of inFolder.slice(survive)) lost.add(change);
  }
  for (const change of changes.toReversed()) if (lost.has(change)) undoName(change, kept);
}

function undoName({ kind, path, from, kept: number }: NameChange, kept: string): void {
  const old = number === 0 ? null : join(kept, String(number));
  if (kind === 'create' || kind === 'mkdir') fs.rmSync(path, { recursive: true, force: true });
  if (kind === 'rename' && fs.existsSync(path)) {
    if (folderOf(from) !== null) fs.renameSync(path, from);
    else fs.rmSync(path, { recursive: true });
  }
  if (old !== null && !fs.existsSync(path) && folderOf(path) !== null) fs.renameSync(old, path);
}

/** Null where the folder of a name is gone too. */
const folderOf = (path: string): string | null => {
  const folder = join(path, '..');
  return fs.existsSync(folder) ? folder : null;
};

function findInodes(folders: readonly string[]): Map<number, string> {
  const places = new Map<number, string>();
  for (const folder of folders) {
    for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile()) places.set(fs.statSync(path).ino, path);
    }
  }
  return places;
}
