import type { FieldPath } from 'react-hook-form';
import { get } from 'react-hook-form';
import { isSameDraft } from '#renderer/app/same-draft.ts';
import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import { TriggerDraft } from '#shared/model/trigger.ts';

const usual = { trigger: TriggerDraft.parse({ authentication: { kind: 'none' } }) };

/** Whether one of these fields of the trigger is set to something else than its default. */
export const isUnusual = (
  draft: IntegrationDraftInput,
  fields: readonly FieldPath<IntegrationDraftInput>[],
): boolean =>
  fields.some((name) => {
    const value: unknown = get(draft, name);
    return value !== undefined && !isSameDraft(value, get(usual, name));
  });
