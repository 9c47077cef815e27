import { opendir } from 'node:fs/promises';
import type { CallStore } from '#main/ports/store.ts';
import type { OwnBlobs } from './blobs.ts';

const everyMs = 3_600_000;
const filesAtOnce = 500;

export interface Sweeping {
  /** At once, and each hour from then on. */
  begin(): void;
  end(): void;
}

/**
 * Removes the files that no call refers to: their process ended between the file and the row, or a disk would not let
 * go of them. Nobody waits for it, and what it misses is met by the next time.
 */
export function sweepBlobs(folder: string, filesInUse: CallStore['filesInUse'], blobs: OwnBlobs): Sweeping {
  let timer: NodeJS.Timeout | undefined;
  let isOn = false;

  async function removeUnused(files: readonly string[]): Promise<void> {
    // Asked in this order: a file that leaves the one for the other meanwhile is met by the second.
    const underway = new Set(files.filter((file) => blobs.isUnderway(file)));
    const used = new Set(await filesInUse(files));
    for (const file of files) {
      if (!underway.has(file) && !used.has(file)) await blobs.remove(file);
    }
  }

  async function sweep(): Promise<void> {
    let some: string[] = [];
    for await (const entry of await opendir(folder)) {
      if (!entry.isFile()) continue;
      some.push(entry.name);
      if (some.length < filesAtOnce) continue;
      await removeUnused(some);
      some = [];
    }
    // Not asked about nothing: the question would begin the reading thread.
    if (some.length > 0) await removeUnused(some);
  }

  function sweepAlone(): void {
    if (isOn) return;
    isOn = true;
    void sweep()
      .catch(() => undefined)
      .finally(() => (isOn = false));
  }

  return {
    begin() {
      sweepAlone();
      timer ??= setInterval(sweepAlone, everyMs).unref();
    },
    end: () => clearInterval(timer),
  };
}
