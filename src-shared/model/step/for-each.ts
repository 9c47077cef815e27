import { z } from 'zod';
import { Expression } from '../step-value.ts';
import { everyStep } from './every-step.ts';

/** All of it but for the steps inside. */
export const forEachFields = {
  ...everyStep,
  kind: z.literal('forEach'),
  items: Expression.meta({
    title: 'List',
    description: 'An expression. The steps inside see each of what it gives as item, and its place as index.',
    widget: 'jsonata',
  }),
  /** A longer list fails before its first item is begun. */
  maxItems: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(1_000)
    .meta({ title: 'Most items', said: 'at most …' }),
  concurrency: z.number().int().min(1).max(100).default(1).meta({
    title: 'Items side by side',
    said: '… side by side',
    description: '1: one after the other. The results are in the order of the list in any case.',
  }),
  onItemError: z.enum(['fail', 'continue']).default('fail').meta({
    title: 'When an item fails',
    said: 'when an item fails, …',
    description:
      'fail: no further item is begun, and the step fails. continue: the result of the item is { error: { message, … } }.',
  }),
};

export const forEachMeta = { title: 'For each', description: 'Runs steps for each item of a list.' };
