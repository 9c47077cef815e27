import type { CalleeAnswer, CalleeQuestion } from '#main/ports/run.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { ok, refuse, type Result } from '#shared/result.ts';
import { nothingHidden } from './capture.ts';
import type { LiveIntegration, Registry } from './registry.ts';
import { resolveParameters } from './resolve-parameters.ts';

/**
 * The integration that a workflow calls, as it is now. Nothing of its trigger counts but the parameters: who may call
 * it from outside, how often and in which order, is said of callers from outside.
 * Problems: `callee_missing`, `callee_disabled`, `step_failed` for parameters.
 */
export function findCallee({ integration: name, query }: CalleeQuestion, registry: Registry): CalleeAnswer {
  const found = findNamed(name, registry);
  if (!found.ok) return found;
  const { integration, pinned, path } = found.value;
  if (!integration.enabled) {
    return refuse(problem('callee_disabled', { reason: `The integration ${name} is disabled.` }));
  }
  const rawQuery = new URLSearchParams(query.map(([key, text]): [string, string] => [key, text])).toString();
  const resolved = resolveParameters(rawQuery, integration.trigger.queryParameters, nothingHidden);
  if (!resolved.ok) return refuse(problem('step_failed', { reason: `${name}: ${resolved.problem.detail}` }));
  return ok({ ...pinned, address: path.slice(1), queryJson: JSON.stringify(resolved.value) });
}

/** By its name, or by `code/name`. Problems: `callee_missing`. */
export function findNamed(name: string, registry: Registry): Result<LiveIntegration> {
  const [code = '', ofCode] = name.split('/', 2);
  const named =
    ofCode === undefined
      ? registry.all().filter(({ integration }) => integration.name === name)
      : [registry.find(code, ofCode)].filter((one) => one !== undefined);
  const [only] = named;
  if (only === undefined) return refuse(missing(`There is no integration ${name}.`));
  if (named.length === 1) return ok(only);
  const all = named.map(({ path }) => path.slice(1)).join(' and ');
  return refuse(missing(`Several integrations are named ${name}: ${all}. Say which.`));
}

const missing = (reason: string): Problem => problem('callee_missing', { reason });
