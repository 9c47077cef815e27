import { useCallback, useSyncExternalStore } from 'react';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import type { DraftForm } from './draft.ts';
import { isSameDraft } from './same-draft.ts';

/** Whether the form says something else than what it was made from. Draws anew only when that changes. */
export function useIsChanged(form: DraftForm, beginning: IntegrationDraftInput): boolean {
  const subscribe = useCallback(
    (changed: () => void) => form.subscribe({ formState: { values: true }, callback: changed }),
    [form],
  );
  return useSyncExternalStore(subscribe, () => !isSameDraft(form.getValues(), beginning));
}
