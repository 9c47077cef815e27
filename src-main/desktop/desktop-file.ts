// What the desktop app remembers of this computer, in `<data>/desktop.json`: nothing that an installation needs.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DesktopPreferences } from '#shared/model/desktop.ts';

const WindowPlace = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  isMaximized: z.boolean(),
});
export type WindowPlace = z.infer<typeof WindowPlace>;

/** What cannot be read, somebody's mistake or another version's, is as if it had never been set. */
const DesktopFile = z.object({
  window: WindowPlace.nullable().default(null).catch(null),
  preferences: DesktopPreferences.prefault({}).catch(() => DesktopPreferences.parse({})),
  /** Whether a person was told that the app goes on without its window. */
  hasToldOfServing: z.boolean().default(false).catch(false),
});
type DesktopFile = z.infer<typeof DesktopFile>;

export interface Remembered {
  get(): Readonly<DesktopFile>;
  /** Throws where it cannot be written; it is as it was then. */
  set(changed: Partial<DesktopFile>): void;
  /** The same for what nobody waits for: where it cannot be written, it is so until the end. */
  note(changed: Partial<DesktopFile>): void;
}

export function openDesktopFile(folder: string): Remembered {
  const path = join(folder, 'desktop.json');
  let now = read(path);
  const set = (changed: Partial<DesktopFile>): void => {
    const next = { ...now, ...changed };
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, path);
    now = next;
  };
  return {
    get: () => now,
    set,
    note(changed) {
      try {
        set(changed);
      } catch {
        now = { ...now, ...changed };
      }
    },
  };
}

function read(path: string): DesktopFile {
  try {
    return DesktopFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return DesktopFile.parse({});
  }
}
