import { stringify } from 'yaml';
import { draftOf, type Integration, type IntegrationDraft } from '#shared/model/integration.ts';
import { mapSecrets } from '#shared/model/map-secrets.ts';

/** A version as one reads it: what the installation file would say, with the ids of secrets left out. */
export const readable = (integration: Integration): string => readableDraft(draftOf(integration));

/** The same of a draft: the values of new secrets are left out too. */
export function readableDraft({ trigger, ...draft }: IntegrationDraft): string {
  const authentication = mapSecrets(trigger.authentication, (secret, { valueField }) => ({
    ...secret,
    id: undefined,
    [valueField]: undefined,
  }));
  return stringify({ ...draft, trigger: { ...trigger, authentication } }, { lineWidth: 0 });
}
