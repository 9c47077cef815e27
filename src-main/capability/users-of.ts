import { namesConnection, valuesNamed, written } from '#main/call/names-secrets.ts';
import type { Registry } from '#main/call/registry.ts';
import type { Integration } from '#shared/model/integration.ts';
import { expressionOf } from '#main/lane/lane.ts';

export interface User {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

/** Integrations whose expressions or code say `env.<name>`; one that puts a name together while it runs is not found. */
export function usersOfValue(name: string, registry: Registry): User[] {
  return usersIn(registry, ({ trigger, dataProcessing, workflow }) =>
    valuesNamed(written({ by: expressionOf(trigger), dataProcessing, steps: workflow })).has(name),
  );
}

/** Integrations with a step that goes over this connection. */
export const usersOfConnection = (name: string, registry: Registry): User[] =>
  usersIn(registry, ({ workflow }) => namesConnection(workflow, name));

const usersIn = (registry: Registry, uses: (integration: Integration) => boolean): User[] =>
  registry
    .all()
    .map(({ integration }) => integration)
    .filter(uses)
    .map(({ id, code, name }) => ({ id, code, name }))
    .sort((a, b) => a.name.localeCompare(b.name));
