import type { z } from 'zod';

/**
 * What a field says when its schema has no words of its own. Given to zod as the custom error: a message of
 * the schema goes before it, zod's own English after it.
 */
export const fieldWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined || issue.input === null) return 'This field is required.';
    return issue.expected === 'int' ? 'This is not a whole number.' : undefined;
  }
  if (issue.code === 'too_small') {
    if (issue.origin === 'number') return `The smallest value is ${issue.minimum}.`;
    if (issue.origin === 'string')
      return issue.minimum === 1 ? 'This field is required.' : `At least ${issue.minimum} characters.`;
  }
  if (issue.code === 'too_big') {
    if (issue.origin === 'number') return `The largest value is ${issue.maximum}.`;
    if (issue.origin === 'string') return `At most ${issue.maximum} characters.`;
  }
  return undefined;
};
