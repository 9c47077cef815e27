// The high-water mark, outside the database: what must be in it. SQLite does not tell that its log was lost, and
// an emptied database looks like a new one.
import { readFileSync, renameSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseNames, type DatabaseName } from './databases.ts';
import { replaceFileSync } from './durable-files.ts';
import { isFullError } from './full-error.ts';

export interface Marker {
  /** Which queue.db this is about. */
  readonly dbId: string;
  /** The highest sequence that was committed, up to a second ago. */
  readonly maxSeq: number;
  /** Grows with each opening. */
  readonly generation: number;
  /** All was brought home before the end: no log need be there. */
  readonly cleanEnd: boolean;
  /** When the databases were last read through, in milliseconds since 1970. */
  readonly checkedAtMs: number;
  /** Databases whose log was found to be lost, until somebody decides: whoever looks into one leaves an empty log. */
  readonly lostLogs: readonly DatabaseName[];
}

const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);

/** By hand: a schema's library would be loaded into this thread for this one file, which takes 5 MB. */
const isMarker = (value: Partial<Record<keyof Marker, unknown>>): value is Marker =>
  typeof value.dbId === 'string' &&
  isWhole(value.maxSeq) &&
  isWhole(value.generation) &&
  typeof value.cleanEnd === 'boolean' &&
  typeof value.checkedAtMs === 'number' &&
  Array.isArray(value.lostLogs) &&
  value.lostLogs.every((name) => databaseNames.includes(name));

const pathIn = (folder: string): string => join(folder, 'hwm.json');
const writeEveryMs = 1_000;

export function readMarker(folder: string): Marker | 'missing' | 'unreadable' {
  let text: string;
  try {
    text = readFileSync(pathIn(folder), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'missing';
    throw error;
  }
  try {
    // Markers of the first version do not know lost logs.
    const value = { lostLogs: [], ...(JSON.parse(text) as object) };
    return isMarker(value) ? value : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/** Keeps in mind that logs are lost. On a full disk that is left to the next look. */
export function noteLostLogs(folder: string, lostLogs: readonly DatabaseName[]): void {
  const marker = readMarker(folder);
  if (lostLogs.length === 0 || typeof marker === 'string') return;
  try {
    replaceFileSync(
      pathIn(folder),
      `${JSON.stringify({ ...marker, lostLogs })}
`,
    );
  } catch (error) {
    if (!isFullError(error)) throw error;
  }
}

export interface KeptMarker {
  /** A commit went up to this sequence. Told to the disk a little later, beside the work of this thread. */
  saw(sequence: number): void;
  /** The last word of a life whose databases are whole without their logs. */
  endCleanly(): void;
  /** Writes nothing more. */
  stop(): void;
}

/** Notes at once that a life has begun, so that its end, if it is not clean, is seen. */
export function keepMarker(folder: string, begun: Omit<Marker, 'cleanEnd' | 'lostLogs'>): KeptMarker {
  const path = pathIn(folder);
  const draft = `${path}.next`;
  let marker: Marker = { ...begun, cleanEnd: false, lostLogs: [] };
  let timer: NodeJS.Timeout | null = null;
  let isOver = false;
  const text = () => `${JSON.stringify(marker)}\n`;
  try {
    replaceFileSync(path, text());
  } catch (error) {
    // On a full disk the calls of before can still be looked at; none are taken.
    if (!isFullError(error)) throw error;
  }

  async function write(): Promise<void> {
    try {
      await writeFile(draft, text(), { mode: 0o600, flush: true });
      if (!isOver) renameSync(draft, path);
    } catch {
      // What has no room now is written with what comes next.
    }
    timer = null;
  }

  function stop(): void {
    isOver = true;
    if (timer !== null) clearTimeout(timer);
  }

  return {
    saw(sequence) {
      if (sequence <= marker.maxSeq) return;
      marker = { ...marker, maxSeq: sequence };
      timer ??= setTimeout(() => void write(), writeEveryMs);
    },
    endCleanly() {
      stop();
      marker = { ...marker, cleanEnd: true };
      replaceFileSync(path, text());
    },
    stop,
  };
}
