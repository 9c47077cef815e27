// Processes of our own code. Electron is no Node.js program where its fuses say so: what it begins are its utility
// processes, which the main thread alone can.
import { utilityProcess } from 'electron';
import type { BeginProcess } from '#main/host.ts';

/** Nothing else of the environment is any business of them; without it no program of Windows begins. */
const { SystemRoot } = process.env;
/** Of its own at least one: Electron takes an empty environment for none, and hands on all of ours. */
const env = { HOOKLINE: 'database', ...(SystemRoot === undefined ? {} : { SystemRoot }) };

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
