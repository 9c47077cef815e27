import { z } from 'zod';
import { readBodyPath } from '../body-path.ts';

/** Where values stand in a body that nobody may see but the workflow. */
export const HiddenBodyPaths = z
  .array(
    z
      .string()
      .trim()
      .max(500)
      .refine(
        (text) => readBodyPath(text) !== null,
        'This is no path such as customer.ssn or lines[*].card.',
      ),
  )
  .max(100)
  .default([]);
