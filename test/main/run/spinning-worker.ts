// A run worker that spins at its first executions and never says for which.
import type { RunMessage } from '#main/run/messages.ts';
import { createPulse } from '#main/run/pulse.ts';
import { parentPort, workerData } from 'node:worker_threads';

const pulse = createPulse(workerData.memory);
pulse.beat();
parentPort?.on('message', (messages: readonly RunMessage[]) => {
  for (const { id } of messages) pulse.begin(id);
  for (;;);
});
