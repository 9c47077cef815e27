import type { IntegrationDraftInput } from '#shared/model/integration.ts';
import type { UnfinishedDraft } from '#shared/model/preview.ts';
import { BrokenJson } from '#renderer/ui/broken-json.ts';
import { TwinNames } from '#renderer/ui/twin-names.ts';

/** What stands in the form, as far as it is data: text that is no JSON yet is left out, and rows of one name. */
export function unfinishedDraft(
  values: IntegrationDraftInput,
): Pick<UnfinishedDraft, 'name'> & Partial<UnfinishedDraft> {
  const { code, name, trigger, dataProcessing, workflow } = values;
  const { queryParameters, xmlLists } = trigger;
  const plain: unknown = JSON.parse(
    JSON.stringify(
      { code, name, queryParameters, xmlLists, dataProcessing, workflow },
      (_key, value: unknown) =>
        value instanceof BrokenJson || value instanceof TwinNames ? undefined : value,
    ),
  );
  return plain as ReturnType<typeof unfinishedDraft>;
}
