import { z } from 'zod';
import { pathText } from '#shared/path.ts';
import { problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const Reference = z.strictObject({ env: z.string().min(1) });

/** As much of a file as leads to its keys; whatever does not fit is left for the schema to refuse. */
const KeyHolder = z.looseObject({
  trigger: z.looseObject({ authentication: z.looseObject({ keys: z.array(z.unknown()) }) }),
});
const Holders = z.looseObject({ integrations: z.array(z.unknown()) });

/** Fills in `key: { env: NAME }` from the environment. Problems: `input_invalid` where a variable is not set. */
export function resolveSecrets(file: unknown, environment: Environment): Result<unknown> {
  const holders = Holders.safeParse(file);
  if (!holders.success) return ok(file);
  const integrations: unknown[] = [];
  for (const [at, integration] of holders.data.integrations.entries()) {
    const resolved = resolveIntegration(integration, ['integrations', at], environment);
    if (!resolved.ok) return resolved;
    integrations.push(resolved.value);
  }
  return ok({ ...holders.data, integrations });
}

function resolveIntegration(
  integration: unknown,
  path: readonly PropertyKey[],
  environment: Environment,
): Result<unknown> {
  const holder = KeyHolder.safeParse(integration);
  if (!holder.success) return ok(integration);
  const { trigger } = holder.data;
  const keys: unknown[] = [];
  for (const [at, key] of trigger.authentication.keys.entries()) {
    const reference = z.looseObject({ key: Reference }).safeParse(key);
    if (!reference.success) {
      keys.push(key);
      continue;
    }
    const { env } = reference.data.key;
    const value = environment[env];
    if (value === undefined || value === '') {
      return refuse(
        problem('input_invalid', {
          path: pathText([...path, 'trigger', 'authentication', 'keys', at, 'key']),
          detail: `The environment variable ${env} is not set.`,
        }),
      );
    }
    keys.push({ ...reference.data, key: value });
  }
  return ok({ ...holder.data, trigger: { ...trigger, authentication: { ...trigger.authentication, keys } } });
}
