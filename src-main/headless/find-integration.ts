import type { Client } from '#shared/contract/index.ts';
import type { Integration } from '#shared/model/integration.ts';
import { problem } from '#shared/problem.ts';
import { CommandFailure } from './command-failure.ts';

const addressOf = ({ code, name }: Integration): string => `${code}/${name}`;

/** All integrations that `name` or `code/name` fits. */
export const fitting = (all: readonly Integration[], reference: string): readonly Integration[] =>
  all.filter((one) => one.name === reference || addressOf(one) === reference);

/** The one integration that `name` or `code/name` means; fails where there is none, or several. */
export async function findIntegration(client: Client, reference: string): Promise<Integration> {
  const found = fitting(await client.integrations.list(), reference);
  const [only] = found;
  if (only === undefined)
    throw new CommandFailure(
      problem('integration_not_found', { detail: `There is no integration ${reference}.` }),
    );
  refuseSeveral(found, reference);
  return only;
}

export function refuseSeveral(found: readonly Integration[], reference: string): void {
  if (found.length < 2) return;
  throw new CommandFailure(
    problem('integration_ambiguous', {
      detail: `${reference} fits several integrations: ${found.map(addressOf).join(', ')}.`,
    }),
  );
}
