import { z } from 'zod';
import { Call } from './step/call.ts';
import { Command } from './step/command.ts';
import { Delay } from './step/delay.ts';
import { Email } from './step/email.ts';
import { Fail } from './step/fail.ts';
import { forEachFields, forEachMeta } from './step/for-each.ts';
import { HttpRequest } from './step/http-request.ts';
import { Javascript } from './step/javascript.ts';
import { Respond } from './step/respond.ts';
import { Sql } from './step/sql.ts';
import { Transform } from './step/transform.ts';
import { WriteFile } from './step/write-file.ts';

const plain = [
  Transform,
  Javascript,
  HttpRequest,
  Sql,
  Email,
  Command,
  WriteFile,
  Delay,
  Respond,
  Fail,
  Call,
] as const;

const PlainStep = z.discriminatedUnion('kind', plain, {
  error: ({ input }) =>
    typeof input === 'object' && input !== null && 'kind' in input && input.kind === 'forEach'
      ? 'Steps for each item stand within each other three deep at most.'
      : undefined,
});

export interface ForEach extends z.infer<z.ZodObject<typeof forEachFields>> {
  steps: Step[];
}
export type Step = z.infer<typeof PlainStep> | ForEach;
export type StepKind = Step['kind'];
export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>;

/** As with `WorkflowSchema`. What comes in is any object here, since types of forms follow each path of it. */
interface InnerSteps extends z.ZodType<Step[], object[]> {}

const noneInside = 'At least one step is required inside.';

const forEachOf = (step: z.ZodType<Step, object>) => {
  const steps: InnerSteps = z
    .array(step, { error: ({ input }) => (input === undefined ? noneInside : undefined) })
    .min(1, noneInside)
    .max(1_000)
    .meta({ title: 'Steps inside' });
  return z.strictObject({ ...forEachFields, steps }).meta(forEachMeta);
};

/** Within each other they stand three deep: without an end, whoever sends a draft could nest one that no stack holds. */
const Innermost = z.discriminatedUnion('kind', [...plain, forEachOf(PlainStep)]);
const Inner = z.discriminatedUnion('kind', [...plain, forEachOf(Innermost)]);
export const Step = z.discriminatedUnion('kind', [...plain, forEachOf(Inner)]);

/** The steps that stand inside of this one; none but for `forEach`. */
export const stepsInside = (step: Step): readonly Step[] => ('steps' in step ? step.steps : []);

/** These steps and all that stand inside of them, each before what is inside of it. */
export const allSteps = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...allSteps(stepsInside(step))]);

/** A type with a name: written out, that of a contract which holds workflows is longer than TypeScript takes. */
export interface WorkflowSchema extends z.ZodType<Step[], z.input<typeof Step>[]> {}

const maxSteps = 1_000;

export const Workflow: WorkflowSchema = z
  .array(Step)
  .max(maxSteps)
  .superRefine((steps, issue) => {
    const seen = new Set<string>();
    function visit(list: readonly Step[], path: readonly (string | number)[]): void {
      list.forEach((step, at) => {
        if (seen.has(step.name)) {
          issue.addIssue({
            code: 'custom',
            path: [...path, at, 'name'],
            message: `The step name ${step.name} is used twice.`,
          });
        }
        seen.add(step.name);
        visit(stepsInside(step), [...path, at, 'steps']);
      });
    }
    visit(steps, []);
    if (allSteps(steps).length > maxSteps) {
      issue.addIssue({
        code: 'custom',
        path: [],
        message: `At most ${maxSteps} steps, those inside of others too.`,
      });
    }
  });
export type Workflow = z.infer<typeof Workflow>;
