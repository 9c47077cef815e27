import { readFileSync, readlinkSync, renameSync, rmSync, symlinkSync, watch, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ownSwitches } from './command-line.ts';

interface Arrival {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

export interface InstanceLock {
  release(): void;
}

const note = 'second-instance-';

/** Null where a living process holds the lock: that one is told of this one, before this one goes. Or where it names another computer. */
export function takeInstanceLock(
  folder: string,
  additionalData: unknown,
  onArrival: (arrival: Arrival) => void,
): InstanceLock | null {
  // As Chromium has it on Linux and macOS.
  const lock = join(folder, 'SingletonLock');
  const ours = `${hostname()}-${process.pid}`;
  try {
    symlinkSync(ours, lock);
  } catch {
    const [, computer, pid] = /^(.*)-(\d+)$/.exec(targetOf(lock)) ?? [];
    if (computer !== hostname()) return null;
    if (isAlive(Number(pid))) {
      const argv = asChromiumHasIt(process.argv);
      const arrival: Arrival = { argv, workingDirectory: process.cwd(), additionalData };
      const draft = join(folder, `draft-${process.pid}`);
      writeFileSync(draft, JSON.stringify(arrival));
      renameSync(draft, join(folder, `${note}${process.pid}`));
      return null;
    }
    rmSync(lock);
    symlinkSync(ours, lock);
  }
  watch(folder, (_event, name) => {
    if (!name?.startsWith(note)) return;
    const arrival = takeNote(join(folder, name));
    if (arrival) onArrival(arrival);
  }).unref();
  return { release: () => rmSync(lock, { force: true }) };
}

/** Switches first, its own at their end, and then what is none: `--data X` is two of them. */
function asChromiumHasIt([program = '', ...given]: readonly string[]): string[] {
  const isSwitch = (argument: string): boolean => /^--?./.test(argument);
  const own = ownSwitches.map((name) => `--${name}`);
  return [program, ...given.filter(isSwitch), ...own, ...given.filter((argument) => !isSwitch(argument))];
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

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
