import { z } from 'zod';
import { Expression } from '../step-value.ts';
import { everyStep } from './every-step.ts';

export const Transform = z
  .strictObject({
    ...everyStep,
    kind: z.literal('transform'),
    expression: Expression.meta({ title: 'Expression', widget: 'jsonata' }),
  })
  .meta({ title: 'Transform', description: 'Reshapes data with a JSONata expression.' });
