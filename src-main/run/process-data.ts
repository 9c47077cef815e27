import { expressionLimit, type Running } from './begin-step.ts';
import { evaluate } from './expression.ts';
import { toPlain } from './plain.ts';
import { showBody } from './read-later.ts';
import { readAhead } from './scope.ts';

/** Makes the input of a workflow. */
export async function processData(
  expression: string | undefined,
  { scope, limit: outer, around }: Pick<Running, 'scope' | 'limit' | 'around'>,
): Promise<void> {
  if (expression !== undefined && expression.trim() !== '') {
    readAhead(scope, expression);
    const limit = expressionLimit(outer);
    around.hold(limit.untilMs, limit.ms);
    scope.input = toPlain(await evaluate(expression, scope, limit)).value;
    return;
  }
  scope.input = showBody({ query: scope.query }, scope);
}
