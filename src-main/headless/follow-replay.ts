import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '#shared/contract/index.ts';
import type { Replay } from '#shared/model/replay.ts';
import type { Terminal } from './terminal.ts';

const everyMs = 300;

/** Tells how far it has come until it ends; who interrupts the command stops it. */
export async function followReplay(client: Client, begun: Replay, { note }: Terminal): Promise<Replay> {
  let isInterrupted = false;
  const interrupt = (): void => void (isInterrupted = true);
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  let replay = begun;
  let told = '';
  try {
    while (replay.state === 'running') {
      if (isInterrupted) return await client.replays.stop({ id: begun.id });
      await wait(everyMs);
      replay = (await client.replays.list()).find(({ id }) => id === begun.id) ?? replay;
      const line = `${replay.sent} of ${replay.total} sent${replay.waitsFor === null ? '' : `. ${replay.waitsFor}`}`;
      if (line !== told && replay.state === 'running') note(line);
      told = line;
    }
    return replay;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
