// Every procedure of the contract, asked by every role: the rule is one, so its test walks them all.
import { isContractProcedure } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contract } from '#shared/contract/index.ts';
import { failureOf } from '#shared/contract/failure.ts';
import { isAllowed, type Role, roles } from '#shared/model/access.ts';
import { dropFolder, newFolder } from '#test/support/host.ts';
import { startRuntime, type TestRuntime } from '#test/support/runtime.ts';

let at: TestRuntime;
beforeAll(async () => {
  at = await startRuntime(await newFolder());
});
afterAll(async () => {
  await at.stop();
  await dropFolder(at.folder);
});

interface Procedure {
  readonly path: readonly string[];
  readonly role: Role;
  readonly method: string | undefined;
}

function proceduresOf(node: object, path: readonly string[]): Procedure[] {
  if (isContractProcedure(node)) {
    const { meta, route } = node['~orpc'];
    return [{ path, role: (meta as { role: Role }).role, method: route.method }];
  }
  return Object.entries(node).flatMap(([name, child]) => proceduresOf(child, [...path, name]));
}

const procedures = proceduresOf(contract, []);
const asked = procedures.flatMap(({ path, role }) =>
  roles.map((by) => ({ name: path.join('.'), path, by, allowed: isAllowed(by, role) })),
);

test.each(asked)('$name asked by $by: allowed $allowed', async ({ path, by, allowed }) => {
  const client = createRouterClient(at.runtime.router, {
    context: { signedIn: { tokenId: null, label: 'somebody', role: by } },
  });
  const procedure = path.reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], client);
  // What is wrong with the input is said to those only who may ask.
  const outcome = await (procedure as (input: unknown) => Promise<unknown>)({ id: 'not an id' }).then(
    () => 'answered',
    (error: unknown) => failureOf(error).code,
  );
  if (allowed) expect(outcome).not.toBe('role_insufficient');
  else expect(outcome).toBe('role_insufficient');
});

test('whoever reads only may ask nothing that changes anything', () => {
  const more = procedures.filter(({ role, method }) => role === 'support' && method !== 'GET');
  expect(more.map(({ path }) => path.join('.'))).toEqual([]);
});
