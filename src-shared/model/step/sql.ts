import { z } from 'zod';
import { ConnectionField } from '../connection.ts';
import { AnyValue } from '../step-value.ts';
import { everyStep } from './every-step.ts';

/** Values never stand in the text of a statement: there they could be read as SQL. */
const StatementText = z
  .string()
  .min(1, 'A statement is required.')
  .max(100_000)
  .refine((text) => !text.includes('{{'), {
    error:
      'A statement takes no {{ expressions }}: give the value in the parameters, and write :name, or ? in their order, in its place.',
  })
  .refine((text) => !/^\s*(begin|start\s+transaction|commit|rollback|savepoint)\b/i.test(text), {
    error: 'Statements that belong together are a list of statements: all of them take effect, or none.',
  });

/** `{ name: value }` for `:name`, or a list for `?`. */
const Parameters = AnyValue.refine((value) => typeof value === 'object' && value !== null, {
  error: 'Parameters are { "name": value }, or a list.',
});

const statementField = { title: 'Statement', widget: 'sql' };
const parametersField = {
  title: 'Parameters',
  description: '{ "name": value } for :name in the statement, or a list for ?.',
  widget: 'json',
};

export const Sql = z
  .strictObject({
    ...everyStep,
    kind: z.literal('sql'),
    connection: ConnectionField,
    statement: StatementText.optional().meta(statementField),
    parameters: Parameters.optional().meta(parametersField),
    /** In one transaction. */
    statements: z
      .array(
        z.strictObject({
          statement: StatementText.meta(statementField),
          parameters: Parameters.optional().meta(parametersField),
        }),
      )
      .min(1)
      .max(100)
      .optional()
      .meta({
        title: 'Statements of a transaction',
        description: 'In place of the one above: all of them take effect, or none.',
      }),
    maxRows: z
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .default(10_000)
      .meta({ title: 'Most rows', description: 'A statement that gives more fails.' }),
  })
  .superRefine(({ statement: one, parameters, statements }, issue) => {
    if ((one === undefined) === (statements === undefined)) {
      const message = 'Either a statement or a list of statements is required.';
      issue.addIssue({ code: 'custom', path: ['statement'], message });
    } else if (statements !== undefined && parameters !== undefined) {
      const message = 'Each statement of a list has parameters of its own.';
      issue.addIssue({ code: 'custom', path: ['parameters'], message });
    }
  })
  .meta({ title: 'SQL', description: 'Asks or changes a database.' });
