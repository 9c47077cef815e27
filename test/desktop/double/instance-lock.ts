import { readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Arrival {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
}

export interface InstanceLock {
  release(): void;
}

const note = 'second-instance-';

/** Null where a living process holds the lock: that one is told of this one, before this one goes. */
export function takeInstanceLock(folder: string, onArrival: (arrival: Arrival) => void): InstanceLock | null {
  const lock = join(folder, 'electron-double.lock');
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch {
    if (isAlive(Number(readFileSync(lock, 'utf8')))) {
      const arrival: Arrival = { argv: process.argv, workingDirectory: process.cwd() };
      const draft = join(folder, `draft-${process.pid}`);
      writeFileSync(draft, JSON.stringify(arrival));
      renameSync(draft, join(folder, `${note}${process.pid}`));
      return null;
    }
    writeFileSync(lock, String(process.pid));
  }
  watch(folder, (_event, name) => {
    if (!name?.startsWith(note)) return;
    const arrival = takeNote(join(folder, name));
    if (arrival) onArrival(arrival);
  }).unref();
  return { release: () => rmSync(lock, { force: true }) };
}

function takeNote(file: string): Arrival | null {
  try {
    const arrival = JSON.parse(readFileSync(file, 'utf8')) as Arrival;
    rmSync(file);
    return arrival;
  } catch {
    // The watcher tells of the removal as well.
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
