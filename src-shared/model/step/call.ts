import { z } from 'zod';
import { AnyValue, TextValue } from '../step-value.ts';
import { everyStep } from './every-step.ts';

export const Call = z
  .strictObject({
    ...everyStep,
    kind: z.literal('call'),
    /** Never an expression: who calls whom is then known without running anything. */
    integration: z
      .string()
      .min(1, 'The name of an integration is required.')
      .max(200)
      .meta({ title: 'Integration', description: 'Its name, or code/name where several have that name.' }),
    query: z.record(z.string(), TextValue).optional().meta({ title: 'Query', widget: 'values' }),
    body: AnyValue.optional().meta({
      title: 'Body',
      description: 'What the other sees as body, with its type kept.',
      widget: 'json',
    }),
  })
  .meta({ title: 'Call', description: 'Runs another integration and takes its result.' });
