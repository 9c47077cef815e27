import { z } from 'zod';

/** What follows a failed attempt of a step, within the same execution. */
export const StepRetry = z.strictObject({
  attempts: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(3)
    .meta({ title: 'Attempts', description: 'The first one counts.' }),
  waitSeconds: z
    .array(z.number().min(0).max(86_400))
    .min(1, 'At least one wait is required; 0 is none.')
    .max(20)
    .default([1, 5, 30])
    .meta({
      title: 'Waits in seconds',
      widget: 'numbers',
      description: 'Before the second, third, … attempt; the last one stands for all that follow.',
    }),
  onStatus: z.array(z.number().int().min(300).max(599)).max(100).default([]).meta({
    title: 'On status',
    widget: 'numbers',
    description: 'Statuses of an answer that count as a failure of an HTTP request, such as 429 and 503.',
  }),
});
export type StepRetry = z.infer<typeof StepRetry>;
