import { z } from 'zod';
import { everyStep } from './every-step.ts';

export const Delay = z
  .strictObject({
    ...everyStep,
    kind: z.literal('delay'),
    seconds: z.number().min(0).max(86_400).meta({ title: 'Seconds', said: '… s' }),
  })
  .meta({ title: 'Delay', description: 'Waits.' });
