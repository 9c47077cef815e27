import type { Client } from '#shared/contract/index.ts';
import type { Integration } from '#shared/model/integration.ts';
import { didYouMean } from '#shared/edit-distance.ts';
import { problem } from '#shared/problem.ts';
import { CommandFailure } from './command-failure.ts';

const addressOf = ({ code, name }: Integration): string => `${code}/${name}`;

/** What it may be called by. */
const namesOf = (integration: Integration): readonly string[] => [integration.name, addressOf(integration)];

/** All integrations that `name` or `code/name` fits. */
export const fitting = (all: readonly Integration[], reference: string): readonly Integration[] =>
  all.filter((one) => one.name === reference || addressOf(one) === reference);

/** The one integration that `name` or `code/name` means; fails where there is none, or several. */
export async function findIntegration(client: Client, reference: string): Promise<Integration> {
  const all = await client.integrations.list();
  const found = fitting(all, reference);
  const [only] = found;
  if (only === undefined) throw noIntegration(all, reference);
  refuseSeveral(found, reference);
  return only;
}

export const noIntegration = (all: readonly Integration[], reference: string): CommandFailure =>
  new CommandFailure(
    problem('integration_not_found', {
      detail: `There is no integration ${reference}.${didYouMean(reference, all.flatMap(namesOf))}`,
    }),
  );

export function refuseSeveral(found: readonly Integration[], reference: string): void {
  if (found.length < 2) return;
  throw new CommandFailure(
    problem('integration_ambiguous', {
      detail: `${reference} fits several integrations: ${found.map(addressOf).join(', ')}.`,
    }),
  );
}
