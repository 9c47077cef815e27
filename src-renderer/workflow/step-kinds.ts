// The kinds of step, as the schema has them: what the menu offers and what a new step begins with.
import { Step, type StepKind } from '#shared/model/step.ts';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import { initialOf } from '#renderer/ui/schema-fields.ts';
import { stepKindWords } from '#renderer/ui/step-kind-words.ts';

export type StepDraft = NonNullable<IntegrationDraftInput['workflow']>[number];
type StepSchema = (typeof Step.options)[number];

export interface StepKindInfo {
  readonly kind: StepKind;
  readonly title: string;
  readonly description: string;
  readonly schema: StepSchema;
}

export const stepKinds: readonly StepKindInfo[] = Step.options.map((schema) => ({
  kind: schema.shape.kind.value,
  ...stepKindWords.get(schema.shape.kind.value)!,
  schema,
}));

export function stepKind(kind: StepKind): StepKindInfo {
  const found = stepKinds.find((known) => known.kind === kind);
  if (!found) throw new Error(`The step kind ${kind} is not in the schema.`);
  return found;
}

/** A step to be filled in, with a name that no other step has. */
export function newStep({ kind, schema }: StepKindInfo, taken: readonly string[]): StepDraft {
  const step: unknown = { ...initialOf(schema), name: freeName(kind, taken) };
  return step as StepDraft;
}

/** The same step once more; steps inside of it are renamed too. */
export function copyOf(step: StepDraft, taken: readonly string[]): StepDraft {
  const names = [...taken];
  const copy = (original: StepDraft): StepDraft => {
    const name = freeName((original.name ?? original.kind).replace(/\d+$/, ''), names);
    names.push(name);
    const inner =
      'steps' in original && Array.isArray(original.steps) ? (original.steps as StepDraft[]).map(copy) : null;
    return { ...original, name, ...(inner === null ? {} : { steps: inner }) };
  };
  return copy(step);
}

function freeName(kind: string, taken: readonly string[]): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? kind : `${kind}${count}`;
    if (!taken.includes(name)) return name;
  }
}
