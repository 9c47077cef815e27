import type { z } from 'zod';

/** What a setting at fault says where an example helps; other faults have the words of all fields. */
export const settingWords: z.core.$ZodErrorMap = (issue) =>
  issue.code === 'invalid_format' && issue.format === 'url'
    ? 'This is not an address such as https://hooks.example.com.'
    : undefined;
