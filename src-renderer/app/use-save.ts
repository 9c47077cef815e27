import { useMutation, useQueryClient } from '@tanstack/react-query';
import { failureOf } from '#shared/contract/failure.ts';
import type { Integration, IntegrationDraft } from '#shared/model/integration.ts';
import { client } from './client.ts';
import { isDraftPath, type DraftForm } from './draft.ts';
import { faultPaths, formPath } from './first-fault.ts';
import { orpc } from './queries.ts';

interface Saving {
  readonly form: DraftForm;
  /** The version that the draft was made from; null for a new integration. */
  readonly base: Integration | null;
  readonly onSaved: (integration: Integration) => void;
  /** The draft was refused for these fields. */
  readonly onFaults: (paths: readonly string[]) => void;
}

/** Saves the draft. What is wrong with a field is put at the field; what is not a field's is left in `error`. */
export function useSave({ form, base, onSaved, onFaults }: Saving) {
  const queryClient = useQueryClient();
  const mutation = useMutation({
    mutationFn: (draft: IntegrationDraft) =>
      base === null
        ? client.integrations.create({ draft })
        : client.integrations.update({ id: base.id, version: base.version, draft }),
  });
  const send = async (draft: IntegrationDraft): Promise<readonly string[]> => {
    try {
      const { integration } = await mutation.mutateAsync(draft);
      queryClient.setQueryData(
        orpc.integrations.get.queryKey({ input: { id: integration.id } }),
        integration,
      );
      onSaved(integration);
      await queryClient.invalidateQueries({ queryKey: orpc.integrations.key() });
      return [];
    } catch (error) {
      const faults = putAtFields(form, error);
      if (faults.length > 0) mutation.reset();
      return faults;
    }
  };
  const save = async () => {
    let faults: readonly string[] = [];
    await form.handleSubmit(
      async (draft) => {
        faults = await send(draft);
      },
      (errors) => {
        faults = faultPaths(errors);
      },
    )();
    // Only now are the errors drawn, and what was folded around them opened.
    if (faults.length > 0) onFaults(faults);
  };
  return {
    save,
    error: mutation.error,
    isSaving: mutation.isPending,
    forgetError: mutation.reset,
  };
}

/** The fields that the runtime found at fault, each with what it said. */
function putAtFields(form: DraftForm, error: unknown): readonly string[] {
  const { issues, path, detail } = failureOf(error);
  const faults =
    issues.length > 0
      ? issues.map((issue) => [issue.path.join('.'), issue.message] as const)
      : path === undefined
        ? []
        : [[path, detail] as const];
  return faults.flatMap(([at, message]) => {
    const name = formPath(at);
    if (!isDraftPath(name)) return [];
    form.setError(name, { type: 'runtime', message });
    return [name];
  });
}
