import { stringify } from 'yaml';
import { draftOf, type Integration } from '#shared/model/integration.ts';

/** A version as one reads it: what the installation file would say, with the ids of secrets left out. */
export function readable(integration: Integration): string {
  const draft: unknown = JSON.parse(
    JSON.stringify(draftOf(integration), (key, value: unknown) => (key === 'id' ? undefined : value)),
  );
  return stringify(draft, { lineWidth: 0 });
}
