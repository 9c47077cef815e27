import type { PowerSaveBlocker } from 'electron';
import { LoudEmitter, only } from './refuse.ts';

class PowerMonitor extends LoudEmitter {
  constructor() {
    super(['suspend', 'resume', 'shutdown']);
  }
}

/** A test emits what the system would. */
export const powerMonitor = new PowerMonitor();

const held = new Set<number>();
let lastId = 0;

export const powerSaveBlocker = only('powerSaveBlocker', {
  start() {
    held.add(++lastId);
    return lastId;
  },
  stop: (id: number) => held.delete(id),
  isStarted: (id: number) => held.has(id),
} satisfies Partial<PowerSaveBlocker>);
