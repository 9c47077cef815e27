import { z } from 'zod';

export const ParameterType = z.enum(['text', 'number', 'boolean', 'date']);
export type ParameterType = z.infer<typeof ParameterType>;

/** A query parameter's value after its type was applied; a date is an ISO 8601 text. */
export type ParameterValue = string | number | boolean;

/**
 * Reads a text as a parameter's type; `undefined` where it does not fit.
 * number: JSON's notation. boolean: true, false, 1, 0. date: ISO 8601, kept as it was sent.
 */
export function readParameter(type: ParameterType, text: string): ParameterValue | undefined {
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) && Number.isFinite(Number(text))
        ? Number(text)
        : undefined;
    case 'boolean':
      return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : undefined;
    case 'date':
      return isDate(text) ? text : undefined;
  }
}

function isDate(text: string): boolean {
  return z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })]).safeParse(text).success;
}

/** A declared query parameter. Texts of a file may be given as a number or a boolean too. */
export const QueryParameter = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,99}$/, 'A parameter name starts with a letter and has no spaces.')
      .meta({ title: 'Parameter name' }),
    default: z
      .union([z.string(), z.number(), z.boolean()])
      .transform(String)
      .optional()
      .meta({ title: 'Default value' }),
    type: ParameterType.default('text').meta({ title: 'Type' }),
    required: z.boolean().default(false).meta({ title: 'Required' }),
    several: z.boolean().default(false).meta({ title: 'Several values' }),
    description: z.string().max(1000).optional().meta({ title: 'Description' }),
  })
  .superRefine((parameter, issue) => {
    if (parameter.default !== undefined && readParameter(parameter.type, parameter.default) === undefined) {
      issue.addIssue({
        code: 'custom',
        path: ['default'],
        message: `The default value ${parameter.default} is not a ${parameter.type}.`,
      });
    }
  });
export type QueryParameter = z.infer<typeof QueryParameter>;
