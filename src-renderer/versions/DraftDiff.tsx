import { TextDifference } from '#renderer/ui/TextDifference.tsx';
import type { Integration, IntegrationDraft } from '#shared/model/integration.ts';
import { readable, readableDraft } from './readable.ts';

/** What saving a draft over a version would change. Loaded when it is asked for, as that of two versions. */
export const DraftDiff = ({ from, to }: { readonly from: Integration; readonly to: IntegrationDraft }) => (
  <TextDifference
    first={readable(from)}
    second={readableDraft(to)}
    firstLabel={`Version ${from.version}`}
    secondLabel={`Yours, with what is different in version ${from.version}`}
    areBeside={false}
  />
);
