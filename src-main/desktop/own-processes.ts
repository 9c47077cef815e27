// Processes of our own code. Electron is no Node.js program where its fuses say so: what it begins are its utility
// processes, which the main thread alone can.
import { utilityProcess } from 'electron';
import type { BeginProcess } from '#main/host.ts';

/** No program of Windows begins without the first; SQLite's temporary files go to the others. Nothing else is any business of them. */
const ofWindows = ['SystemRoot', 'TEMP', 'TMP'];

/** Of its own at least one: Electron takes an empty environment for none, and hands on all of ours. */
export function environmentOf(platform: NodeJS.Platform, all: NodeJS.ProcessEnv): Record<string, string> {
  const env: Record<string, string> = { HOOKLINE: 'database' };
  for (const name of platform === 'win32' ? ofWindows : []) {
    const value = all[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

const env = environmentOf(process.platform, process.env);

export const beginProcess: BeginProcess = ({ entry, args, port }) => {
  const child = utilityProcess.fork(entry, [...args], { serviceName: 'Hookline database', env });
  let isOver = false;
  port.on('message', (message) => child.postMessage(message));
  child.on('message', (message) => port.postMessage(message));
  // Of one that ran out of memory: its end is told too.
  child.on('error', () => undefined);
  child.once('exit', () => {
    isOver = true;
    port.close();
  });
  const end = () => {
    if (isOver) return;
    // A statement that does not end takes no notice of what could be caught.
    if (child.pid === undefined) child.once('spawn', end);
    else kill(child.pid);
  };
  port.once('close', end);
};

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended, and nobody was told yet.
  }
}
