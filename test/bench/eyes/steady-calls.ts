import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Sample } from '../rows.ts';

interface Steady {
  readonly perSecond: number;
  readonly seconds: number;
  readonly key: string;
  /** They take turns. */
  readonly paths: readonly string[];
}

/** Real calls over HTTP, from a process of their own; gives how many a second were answered, and how many refused. */
export async function callSteadily(
  url: string,
  { perSecond, seconds, key, paths }: Steady,
): Promise<Pick<Sample, 'perSecond' | 'errors'>> {
  const program = new URL('send-steadily.ts', import.meta.url).pathname;
  const args = [program, url, String(perSecond), String(seconds), key, ...paths];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const sent = JSON.parse(said) as Record<'accepted' | 'refused' | 'seconds', number>;
  return { perSecond: (sent.accepted + sent.refused) / sent.seconds, errors: sent.refused };
}
