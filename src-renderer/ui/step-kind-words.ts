import { z } from 'zod';
import { Step } from '#shared/model/step.ts';

const Meta = z.object({ title: z.string(), description: z.string() });

/** What each kind of step is called and does, as the schema has it. */
export const stepKindWords: ReadonlyMap<string, z.infer<typeof Meta>> = new Map(
  Step.options.map((schema) => [schema.shape.kind.value, Meta.parse(schema.meta())]),
);

/** What a kind is called; one that a later version knows by its own name. */
export const stepKindTitle = (kind: string): string => stepKindWords.get(kind)?.title ?? kind;
