import { z } from 'zod';
import type { FieldIssue } from '../problem.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const Reference = z.strictObject({ env: z.string().min(1) });

/** In place of what is not set, so that the rest of the file is judged all the same. */
const standIn = 'not-set-in-the-environment';

/** As much of a file as leads to its secrets; whatever does not fit is left for the schema to refuse. */
const Holder = z.looseObject({ trigger: z.looseObject({ authentication: z.unknown() }) });
const Holders = z.looseObject({
  integrations: z.array(z.unknown()).optional(),
  consumers: z.array(z.unknown()).optional(),
  environment: z.array(z.unknown()).optional(),
  connections: z.array(z.unknown()).optional(),
});

/** Fills in `{ env: NAME }` from the environment; variables that are not set are faults of their fields. */
export function resolveSecrets(
  file: unknown,
  environment: Environment,
): { readonly file: unknown; readonly unset: readonly FieldIssue[] } {
  const holders = Holders.safeParse(file);
  if (!holders.success) return { file, unset: [] };
  const unset: FieldIssue[] = [];

  /** Whatever stands below an authentication may be given by reference. */
  function resolve(value: unknown, path: FieldIssue['path']): unknown {
    const reference = Reference.safeParse(value);
    if (reference.success) {
      const { env } = reference.data;
      const found = environment[env];
      if (found !== undefined && found !== '') return found;
      unset.push({ path, message: `The environment variable ${env} is not set.` });
      return standIn;
    }
    if (Array.isArray(value)) return value.map((part: unknown, at) => resolve(part, [...path, at]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, resolve(part, [...path, name])]),
    );
  }

  const { data } = holders;
  const integrations = data.integrations?.map((integration, at) => {
    const holder = Holder.safeParse(integration);
    if (!holder.success) return integration;
    const { trigger } = holder.data;
    const path = ['integrations', at, 'trigger', 'authentication'];
    return { ...holder.data, trigger: { ...trigger, authentication: resolve(trigger.authentication, path) } };
  });
  const lists = (['consumers', 'environment', 'connections'] as const).flatMap((list) =>
    data[list] === undefined ? [] : [[list, resolve(data[list], [list])] as const],
  );
  const resolved = {
    ...data,
    ...(integrations === undefined ? {} : { integrations }),
    ...Object.fromEntries(lists),
  };
  return { file: resolved, unset };
}
