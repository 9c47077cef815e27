import { z } from 'zod';
import { Expression } from '../step-value.ts';
import { StepRetry } from './step-retry.ts';

/** What a step of any kind has. */
export const everyStep = {
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'A step name has letters, digits and underscores.')
    .meta({ title: 'Step name' }),
  enabled: z.boolean().default(true).meta({ title: 'Enabled' }),
  when: Expression.optional().meta({ title: 'Only when', widget: 'jsonata' }),
  timeoutSeconds: z
    .number()
    .min(0.001)
    .max(86_400)
    .optional()
    .meta({ title: 'Time limit in seconds', description: 'Of each attempt.' }),
  retry: StepRetry.optional().meta({ title: 'Try again when it fails' }),
  onError: z.enum(['fail', 'continue']).default('fail').meta({
    title: 'When it fails',
    description: 'continue: the workflow goes on, and the result of the step is { error: { message, … } }.',
  }),
};
