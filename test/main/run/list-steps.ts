// Workflows of one list, `body.lines`.
import type { run } from './run-workflow.ts';

type Steps = Parameters<typeof run>[1];
export const each = (steps: object[], more: object = {}): Steps[number] => ({
  name: 'each',
  kind: 'forEach',
  items: 'body.lines',
  steps,
  ...more,
});
export const double = { name: 'double', kind: 'transform', expression: 'item * 2' };
/** A body with these lines. */
export const of = (lines: unknown) => ({ body: JSON.stringify({ lines }) });
