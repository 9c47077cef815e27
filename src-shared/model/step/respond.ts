import { z } from 'zod';
import { AnyValue, HeaderValues } from '../step-value.ts';
import { everyStep } from './every-step.ts';

export const Respond = z
  .strictObject({
    ...everyStep,
    kind: z.literal('respond'),
    status: z.number().int().min(200).max(599).default(200).meta({ title: 'Status' }),
    headers: HeaderValues.optional().meta({ title: 'Headers', widget: 'values' }),
    body: AnyValue.optional().meta({ title: 'Body', widget: 'json' }),
  })
  .meta({ title: 'Respond', description: 'Answers the caller; the steps after it still run.' });
