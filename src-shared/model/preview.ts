// What stands at each expression of a draft for one call, as somebody types.
import { z } from 'zod';
import { DryRunStep, Sample, TypedResults } from './dry-run.ts';
import { QueryParameter } from './parameter.ts';
import { XmlLists } from './xml-lists.ts';

/** A draft as it is while it is typed: much of it may be missing or wrong. */
export const UnfinishedDraft = z.object({
  code: z.string().default('new'),
  name: z.string().default(''),
  queryParameters: z.array(QueryParameter).default([]).catch([]),
  xmlLists: XmlLists.default([]).catch([]),
  dataProcessing: z.string().optional(),
  workflow: z.array(z.looseObject({})).max(1000).default([]),
});
export type UnfinishedDraft = z.infer<typeof UnfinishedDraft>;

export const PreviewRequest = z.object({
  draft: UnfinishedDraft,
  /** Without one, expressions are only read and not evaluated. */
  sample: Sample.nullable(),
  results: TypedResults.default({}),
});
export type PreviewRequest = z.infer<typeof PreviewRequest>;

const Path = z.array(z.union([z.string(), z.number()]));

/** What is wrong with an expression or with code. */
export const ExpressionFault = z.object({
  path: Path,
  message: z.string(),
  /** From which character to which of the text at `path`; null where that is not known. */
  place: z.object({ from: z.number().int(), to: z.number().int() }).nullable(),
});
export type ExpressionFault = z.infer<typeof ExpressionFault>;

export const Preview = z.object({
  /** Why the sample cannot be used; null where it can. */
  problem: z.object({ code: z.string(), text: z.string() }).nullable(),
  /** What each field with an expression in it gives, as JSON that may be cut; null where that is nothing. */
  values: z.array(
    z.object({
      path: Path,
      value: z.string().nullable(),
      /** The steps whose results it asks for and that have none here; absent where there is none. */
      without: z.array(z.string()).optional(),
    }),
  ),
  faults: z.array(ExpressionFault),
  input: z.string().nullable(),
  steps: z.array(DryRunStep),
  /** What expressions see at the end of the workflow, much shortened: names with examples. */
  sketch: z.record(z.string(), z.json()),
});
export type Preview = z.infer<typeof Preview>;
