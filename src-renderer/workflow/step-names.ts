import type { IntegrationDraftInput } from '#shared/model/integration.ts';

type Steps = readonly { readonly name?: string | undefined }[];

/** The names of all steps of a draft, those inside of others too. */
export function stepNames(workflow: IntegrationDraftInput['workflow']): readonly string[] {
  const namesIn = (steps: Steps): string[] =>
    steps.flatMap((step) => [
      ...(step.name === undefined ? [] : [step.name]),
      ...('steps' in step && Array.isArray(step.steps) ? namesIn(step.steps as Steps) : []),
    ]);
  return namesIn(workflow ?? []);
}
