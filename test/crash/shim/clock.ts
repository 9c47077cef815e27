import { writeFileSync } from 'node:fs';
import { preload } from './build-shim.ts';

/** A wall clock that a test moves under running processes; their monotonic clock goes on. */
export interface Clock {
  /** Of a process that reads it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ahead of the true time, or behind it. */
  setAheadMs(ms: number): void;
}

export function createClock(file: string): Clock {
  writeFileSync(file, Buffer.alloc(8));
  return {
    environment: { ...preload(['clock']), CLOCK_FILE: file },
    setAheadMs(ms) {
      const ahead = Buffer.alloc(8);
      ahead.writeBigInt64LE(BigInt(ms));
      // Opened and not replaced: the processes have it mapped.
      writeFileSync(file, ahead, { flag: 'r+' });
    },
  };
}
