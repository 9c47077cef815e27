import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Finds a program, or gets it where that needs no asking. */
export function hasProgram(name: string, from = name): boolean {
  if (isOnPath(name)) return true;
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-qq', from], { stdio: 'ignore' });
  } catch {
    return false;
  }
  return isOnPath(name);
}

export function needProgram(name: string): void {
  if (!hasProgram(name))
    throw new Error(`${name} is needed for the benchmarks: install it with your package manager.`);
}

function isOnPath(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
