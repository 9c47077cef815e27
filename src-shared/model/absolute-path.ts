import { z } from 'zod';

/** Of this system or another one: an installation file may be written elsewhere. */
export const AbsolutePath = z
  .string()
  .max(4_096)
  .regex(/^(\/|[A-Za-z]:[\\/]|\\\\)[^\0]*$/, 'An absolute path is required.');
