import { z } from 'zod';
import { pathText } from '#shared/path.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const Reference = z.strictObject({ env: z.string().min(1) });

/** As much of a file as leads to its secrets; whatever does not fit is left for the schema to refuse. */
const Holder = z.looseObject({ trigger: z.looseObject({ authentication: z.unknown() }) });
const Holders = z.looseObject({
  integrations: z.array(z.unknown()).optional(),
  consumers: z.array(z.unknown()).optional(),
});

/** Fills in `{ env: NAME }` from the environment. Problems: `input_invalid` where a variable is not set. */
export function resolveSecrets(file: unknown, environment: Environment): Result<unknown> {
  const holders = Holders.safeParse(file);
  if (!holders.success) return ok(file);
  const missing: Problem[] = [];

  /** Whatever stands below an authentication may be given by reference. */
  function resolve(value: unknown, path: readonly PropertyKey[]): unknown {
    const reference = Reference.safeParse(value);
    if (reference.success) {
      const { env } = reference.data;
      const found = environment[env];
      if (found !== undefined && found !== '') return found;
      const detail = `The environment variable ${env} is not set.`;
      missing.push(problem('input_invalid', { path: pathText(path), detail }));
      return value;
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
  const consumers = data.consumers?.map((consumer, at) => resolve(consumer, ['consumers', at]));
  const [first] = missing;
  const resolved = {
    ...data,
    ...(integrations === undefined ? {} : { integrations }),
    ...(consumers === undefined ? {} : { consumers }),
  };
  return first === undefined ? ok(resolved) : refuse(first);
}
