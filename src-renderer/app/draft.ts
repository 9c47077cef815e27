// The one draft of an integration that the tabs Setup, Data processing and Workflow fill in together.
import type { FieldPath, UseFormReturn } from 'react-hook-form';
import {
  draftOf,
  type Integration,
  type IntegrationDraft,
  type IntegrationDraftInput,
} from '#shared/model/integration.ts';
import { TriggerDraft } from '#shared/model/trigger.ts';

export type DraftForm = UseFormReturn<IntegrationDraftInput, unknown, IntegrationDraft>;

const topFields = ['code', 'name', 'enabled', 'trigger', 'dataProcessing', 'workflow'];

export const isDraftPath = (path: string): path is FieldPath<IntegrationDraftInput> =>
  topFields.includes(path.split('.', 1)[0] ?? '');

/** What the form of an integration begins with. */
export const formOf = (integration: Integration): IntegrationDraftInput => draftOf(integration);

/** What the form of a new integration begins with. */
export const emptyForm = (code: string): IntegrationDraftInput => ({
  code,
  name: '',
  enabled: true,
  trigger: TriggerDraft.parse({ authentication: { kind: 'none' } }),
  workflow: [],
});
