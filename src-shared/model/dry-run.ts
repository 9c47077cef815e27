// A dry run: a draft, saved or not, run for a call that came before or that somebody made up. Nothing that others would
// notice is done unless it is asked for.
import { z } from 'zod';
import { ShownBody, StandIn, StepTrace } from './call.ts';
import { IntegrationDraft } from './integration.ts';

/** A request that somebody made up. */
export const SampleRequest = z.strictObject({
  method: z.string().min(1).max(20).default('POST'),
  /** Without the question mark. */
  query: z.string().max(16_384).default(''),
  headers: z
    .array(z.tuple([z.string().max(200), z.string().max(16_384)]))
    .max(200)
    .default([]),
  body: z.string().max(4_000_000).nullable().default(null),
});
export type SampleRequest = z.infer<typeof SampleRequest>;

/** What a draft is tried with: a call of the log, or a request. */
export const Sample = z.union([
  z.strictObject({ callId: z.uuid() }),
  z.strictObject({ request: SampleRequest }),
]);
export type Sample = z.infer<typeof Sample>;

/** What a step did in a dry run; `standIn` is null where it was really done. */
export const DryRunStep = StepTrace.extend({ standIn: StandIn.nullable() });
export type DryRunStep = z.infer<typeof DryRunStep>;

/** Results that somebody typed, by the name of their step. */
export const TypedResults = z.record(z.string(), z.json());

export const DryRunRequest = z.object({
  draft: IntegrationDraft,
  sample: Sample,
  results: TypedResults.default({}),
  /** The names of steps that are really done, though a dry run holds them back. */
  send: z.array(z.string()).default([]),
});
export type DryRunRequest = z.infer<typeof DryRunRequest>;

export const DryRun = z.object({
  state: z.enum(['succeeded', 'failed']),
  problem: z.object({ code: z.string(), text: z.string() }).nullable(),
  /** The workflow's input, as JSON that may be cut; null where there is none. */
  input: z.string().nullable(),
  steps: z.array(DryRunStep),
  /** What a caller would have been answered. */
  response: z
    .object({
      status: z.number().int(),
      headers: z.array(z.tuple([z.string(), z.string()])),
      body: ShownBody.nullable(),
    })
    .nullable(),
  runMs: z.number().nonnegative(),
});
export type DryRun = z.infer<typeof DryRun>;
