import type { StepKind } from './step.ts';

/**
 * Whether a dry run only shows what a step of the kind would do: others would notice it, or it would take time that
 * nobody at a screen has. Steps that are not held back are done in a dry run as in any other.
 */
export const heldBack: { readonly [K in StepKind]: boolean } = {
  transform: false,
  javascript: false,
  httpRequest: true,
  sql: true,
  email: true,
  command: true,
  writeFile: true,
  delay: true,
  respond: false,
  fail: false,
  // Its steps are held back each by itself.
  forEach: false,
  call: true,
};
