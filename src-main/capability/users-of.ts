import type { Registry } from '#main/call/registry.ts';
import type { Integration } from '#shared/model/integration.ts';

export interface User {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** Integrations whose expressions or code say `env.<name>`; one that puts a name together while it runs is not found. */
export function usersOfValue(name: string, registry: Registry): User[] {
  const named = new RegExp(`\\benv\\s*(\\.\\s*\`?|\\[\\s*\\\\?["'\`])${name}\\b`);
  return usersIn(registry, ({ trigger: { orderedDelivery }, dataProcessing, workflow }) =>
    named.test(JSON.stringify([orderedDelivery, dataProcessing, workflow])),
  );
}

/** Integrations with a step that goes over this connection. */
export const usersOfConnection = (name: string, registry: Registry): User[] =>
  usersIn(registry, ({ workflow }) => hasConnection(workflow, name));

const hasConnection = (part: unknown, name: string): boolean =>
  typeof part === 'object' &&
  part !== null &&
  (('connection' in part && part.connection === name) ||
    Object.values(part).some((inner) => hasConnection(inner, name)));

const usersIn = (registry: Registry, uses: (integration: Integration) => boolean): User[] =>
  registry
    .all()
    .map(({ integration }) => integration)
    .filter(uses)
    .map(({ id, code, name }) => ({ id, code, name }))
    .sort((a, b) => a.name.localeCompare(b.name));
