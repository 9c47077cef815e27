import { findNamed } from '#main/call/find-callee.ts';
import type { Registry } from '#main/call/registry.ts';
import type { ExpressionFault } from '#shared/model/preview.ts';

/**
 * Steps of an unfinished draft that call what is not there. A draft is saved all the same: the other one may be made
 * later, or by the next entry of a file.
 */
export function calleeFaults(
  steps: readonly unknown[],
  registry: Registry,
  path: ExpressionFault['path'] = ['workflow'],
): ExpressionFault[] {
  return steps.flatMap((step, at) => {
    if (typeof step !== 'object' || step === null) return [];
    const inner = 'steps' in step && Array.isArray(step.steps) ? step.steps : [];
    const named = 'kind' in step && step.kind === 'call' && 'integration' in step ? step.integration : '';
    const found = typeof named === 'string' && named !== '' ? findNamed(named, registry) : null;
    const own =
      found?.ok === false
        ? [
            {
              path: [...path, at, 'integration'],
              message: found.problem.reason ?? found.problem.detail,
              place: null,
            },
          ]
        : [];
    return [...own, ...calleeFaults(inner, registry, [...path, at, 'steps'])];
  });
}
