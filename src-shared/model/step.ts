import { z } from 'zod';

/** An expression in JSONata; it is compiled when it is first used. */
const Expression = z.string().min(1, 'An expression is required.').max(100_000);

/** `{ from: <expression> }`: the expression's result with its type kept. */
const FromExpression = z.strictObject({ from: Expression });

/** A text, perhaps with `{{ expression }}` inside, or `{ from }`. */
export const TextValue = z.union([z.string().max(100_000), FromExpression]);
export type TextValue = z.infer<typeof TextValue>;

/** Deep documents end a stack somewhere on their way; nobody writes one. */
const maxDepth = 64;

const isWithin = (value: unknown, levels: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((inner) => isWithin(inner, levels - 1)));

/** Any JSON value whose texts may hold `{{ expression }}` and whose parts may be `{ from }`. */
export const AnyValue = z.preprocess((value, issue) => {
  if (isWithin(value, maxDepth)) return value;
  issue.addIssue({ code: 'custom', message: `This is nested deeper than ${maxDepth} levels.` });
  return z.NEVER;
}, z.json());
export type AnyValue = z.infer<typeof AnyValue>;

const HeaderValues = z.record(
  z.string().regex(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/, 'This is not a header name.'),
  TextValue,
);

const common = {
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'A step name has letters, digits and underscores.')
    .meta({ title: 'Step name' }),
  when: Expression.optional().meta({ title: 'Only when', widget: 'jsonata' }),
  timeoutSeconds: z.number().min(0.001).max(86_400).optional().meta({ title: 'Time limit in seconds' }),
};

const Transform = z
  .strictObject({
    ...common,
    kind: z.literal('transform'),
    expression: Expression.meta({ title: 'Expression', widget: 'jsonata' }),
  })
  .meta({ title: 'Transform', description: 'Reshapes data with a JSONata expression.' });

const Javascript = z
  .strictObject({
    ...common,
    kind: z.literal('javascript'),
    code: z.string().min(1, 'Code is required.').max(1_000_000).meta({ title: 'Code', widget: 'javascript' }),
  })
  .meta({ title: 'JavaScript', description: 'Runs code in a sandbox without files or network.' });

const HttpRequest = z
  .strictObject({
    ...common,
    kind: z.literal('httpRequest'),
    method: z
      .enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])
      .default('GET')
      .meta({ title: 'Method' }),
    url: TextValue.meta({ title: 'URL', widget: 'value' }),
    query: z.record(z.string(), TextValue).optional().meta({ title: 'Query', widget: 'values' }),
    headers: HeaderValues.optional().meta({ title: 'Headers', widget: 'values' }),
    body: AnyValue.optional().meta({ title: 'Body', widget: 'json' }),
    /** Three of them at most; headers with secrets are not sent to another origin. */
    followRedirects: z.boolean().default(true).meta({ title: 'Follow redirects' }),
  })
  .meta({ title: 'HTTP request', description: 'Calls another system.' });

const Delay = z
  .strictObject({
    ...common,
    kind: z.literal('delay'),
    seconds: z.number().min(0).max(86_400).meta({ title: 'Seconds' }),
  })
  .meta({ title: 'Delay', description: 'Waits.' });

const Respond = z
  .strictObject({
    ...common,
    kind: z.literal('respond'),
    status: z.number().int().min(200).max(599).default(200).meta({ title: 'Status' }),
    headers: HeaderValues.optional().meta({ title: 'Headers', widget: 'values' }),
    body: AnyValue.optional().meta({ title: 'Body', widget: 'json' }),
  })
  .meta({ title: 'Respond', description: 'Answers the caller; the steps after it still run.' });

const Fail = z
  .strictObject({
    ...common,
    kind: z.literal('fail'),
    status: z.number().int().min(400).max(599).default(500).meta({ title: 'Status' }),
    message: TextValue.optional().meta({ title: 'Message', widget: 'value' }),
  })
  .meta({ title: 'Fail', description: 'Ends the execution as failed.' });

export const Step = z.discriminatedUnion('kind', [Transform, Javascript, HttpRequest, Delay, Respond, Fail]);
export type Step = z.infer<typeof Step>;
export type StepKind = Step['kind'];
export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>;

export const Workflow = z
  .array(Step)
  .max(1000)
  .superRefine((steps, issue) => {
    const seen = new Set<string>();
    steps.forEach((step, at) => {
      if (seen.has(step.name)) {
        issue.addIssue({
          code: 'custom',
          path: [at, 'name'],
          message: `The step name ${step.name} is used twice.`,
        });
      }
      seen.add(step.name);
    });
  });
export type Workflow = z.infer<typeof Workflow>;
