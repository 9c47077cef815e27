import { z } from 'zod';
import { TextValue } from '../step-value.ts';
import { everyStep } from './every-step.ts';

export const Fail = z
  .strictObject({
    ...everyStep,
    kind: z.literal('fail'),
    status: z.number().int().min(400).max(599).default(500).meta({ title: 'Status' }),
    message: TextValue.optional().meta({ title: 'Message', widget: 'value' }),
  })
  .meta({ title: 'Fail', description: 'Ends the execution as failed.' });
