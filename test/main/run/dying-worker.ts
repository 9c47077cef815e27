// A run worker that begins, and ends at its first execution.
import { createPulse } from '#main/run/pulse.ts';
import { parentPort, workerData } from 'node:worker_threads';

createPulse(workerData.memory).beat();
parentPort?.on('message', () => process.exit(7));
