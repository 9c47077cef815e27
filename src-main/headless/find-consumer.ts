import type { Client } from '#shared/contract/index.ts';
import type { ConsumerPlace } from '#shared/contract/consumers.ts';
import { didYouMean } from '#shared/edit-distance.ts';
import { problem } from '#shared/problem.ts';
import { CommandFailure } from './command-failure.ts';

/** The consumer of a label; fails where there is none. */
export async function findConsumer(client: Client, label: string): Promise<ConsumerPlace> {
  const all = await client.consumers.list();
  const consumer = all.find((one) => one.label === label);
  if (consumer !== undefined) return consumer;
  const labels = all.map((one) => one.label);
  const detail = `There is no consumer ${label}.${didYouMean(label, labels)}`;
  throw new CommandFailure(problem('consumer_not_found', { detail }));
}
