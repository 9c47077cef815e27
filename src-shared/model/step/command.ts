import { z } from 'zod';
import { AnyValue, TextValue } from '../step-value.ts';
import { everyStep } from './every-step.ts';
import { AbsolutePath } from '../absolute-path.ts';

const mebibyte = 1024 * 1024;

export const Command = z
  .strictObject({
    ...everyStep,
    kind: z.literal('command'),
    /** Never a value of the call: the operator allows it by this path. */
    program: AbsolutePath.meta({
      title: 'Program',
      description: 'The path of a program that the settings allow. It is run as it is, never by a shell.',
    }),
    arguments: z.array(TextValue).max(1000).default([]).meta({
      title: 'Arguments',
      description: 'Each is one argument, spaces and all.',
      widget: 'valueList',
    }),
    stdin: AnyValue.optional().meta({ title: 'Standard input', widget: 'json' }),
    environment: z
      .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, 'This is no name of a variable.'), TextValue)
      .optional()
      .meta({
        title: 'Variables',
        description: 'Beside PATH and LANG there are no others.',
        widget: 'values',
      }),
    /** Any other one fails the step. */
    exitCodes: z
      .array(z.number().int().min(0).max(255))
      .min(1)
      .max(256)
      .default([0])
      .meta({ title: 'Exit codes of success', widget: 'numbers' }),
    maxOutputBytes: z
      .number()
      .int()
      .min(1)
      .max(16 * mebibyte)
      .default(mebibyte)
      .meta({ title: 'Most bytes of output', description: 'A program that writes more is ended.' }),
  })
  .meta({ title: 'Command', description: 'Runs a program that the operator allowed.' });
