import { z } from 'zod';
import { everyStep } from './every-step.ts';

export const Javascript = z
  .strictObject({
    ...everyStep,
    kind: z.literal('javascript'),
    code: z.string().min(1, 'Code is required.').max(1_000_000).meta({ title: 'Code', widget: 'javascript' }),
  })
  .meta({ title: 'JavaScript', description: 'Runs code in a sandbox without files or network.' });
