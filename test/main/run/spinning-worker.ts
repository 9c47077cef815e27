// A run worker that spins at its first execution and never says for whom.
import { createPulse } from '#main/run/pulse.ts';
import { parentPort, workerData } from 'node:worker_threads';

createPulse(workerData.memory).beat();
parentPort?.on('message', () => {
  for (;;);
});
