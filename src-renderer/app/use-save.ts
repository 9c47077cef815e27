import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { failureOf } from '#shared/contract/failure.ts';
import type { Integration, IntegrationDraft, IntegrationDraftInput } from '#shared/model/integration.ts';
import { client } from './client.ts';
import { formOf, isDraftPath, type DraftForm } from './draft.ts';
import { faultPaths, formPath } from './first-fault.ts';
import { orpc } from './queries.ts';
import { isSameDraft } from './same-draft.ts';

interface Saving {
  readonly form: DraftForm;
  /** The version that the draft was made from; null for a new integration. */
  readonly base: Integration | null;
  /** `sent`: what the form held then; more may have been typed since. */
  readonly onSaved: (integration: Integration, sent: IntegrationDraftInput) => void;
  /** The draft was refused for these fields. */
  readonly onFaults: (paths: readonly string[]) => void;
}

interface Order {
  readonly draft: IntegrationDraft;
  readonly from: Integration | null;
}

/**
 * Saves the draft, one save at a time. What is wrong with a field is put at the field; what is not a field's is left
 * in `error`.
 */
export function useSave({ form, base, onSaved, onFaults }: Saving) {
  const queryClient = useQueryClient();
  const isUnderWay = useRef(false);
  const isAskedAgain = useRef(false);
  const mutation = useMutation({
    mutationFn: ({ draft, from }: Order) =>
      from === null
        ? client.integrations.create({ draft })
        : client.integrations.update({ id: from.id, version: from.version, draft }),
  });
  const refresh = () => void queryClient.invalidateQueries({ queryKey: orpc.integrations.key() });
  /** What was saved, or for which fields it was not. */
  const send = async (order: Order): Promise<Integration | readonly string[]> => {
    const sent = structuredClone(form.getValues());
    try {
      const { integration } = await mutation.mutateAsync(order);
      queryClient.setQueryData(
        orpc.integrations.get.queryKey({ input: { id: integration.id } }),
        integration,
      );
      // Drawn at once, so that a save right after it is one of this version. What is fetched again holds up nobody.
      flushSync(() => onSaved(integration, sent));
      refresh();
      return integration;
    } catch (error) {
      // What was saved meanwhile is what to compare with.
      if (failureOf(error).code === 'version_stale') refresh();
      const faults = putAtFields(form, error);
      if (faults.length > 0) mutation.reset();
      return faults;
    }
  };
  /** The version that was saved; null where none was. */
  const saveOnce = async (from: Integration | null): Promise<Integration | null> => {
    let faults: readonly string[] = [];
    let saved: Integration | null = null;
    await form.handleSubmit(
      async (draft) => {
        const came = await send({ draft, from });
        if ('version' in came) saved = came;
        else faults = came;
      },
      (errors) => {
        faults = faultPaths(errors);
      },
    )();
    // Only now are the errors drawn, and what was folded around them opened.
    if (faults.length > 0) onFaults(faults);
    return saved;
  };
  /**
   * `over`: the version that this one takes the place of. Asked for while a save is under way, what was typed since is
   * saved after it, on top of it.
   */
  const save = async (over = base) => {
    if (isUnderWay.current) {
      isAskedAgain.current = true;
      return;
    }
    isUnderWay.current = true;
    try {
      let saved = over;
      do {
        isAskedAgain.current = false;
        saved = await saveOnce(saved);
      } while (isAskedAgain.current && saved !== null && !isSameDraft(form.getValues(), formOf(saved)));
    } finally {
      isUnderWay.current = false;
    }
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
