import { Text } from '@mantine/core';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { lazily } from '#renderer/ui/lazily.ts';
import { IntegrationDraft, type Integration } from '#shared/model/integration.ts';
import type { DraftForm } from './draft.ts';

const DraftDiff = lazily(async () => (await import('#renderer/versions/DraftDiff.tsx')).DraftDiff);

interface CompareDraftProps {
  readonly form: DraftForm;
  readonly to: Integration;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What saving the draft would change in a version that somebody else saved meanwhile. */
export function CompareDraft({ form, to, opened, onClose }: CompareDraftProps) {
  const title = `Mine and version ${to.version}`;
  return (
    <Dialog title={title} opened={opened} onClose={onClose} size="xl">
      <Text c="dimmed" size="xs" mb="xs">
        Green is yours, red stands in version {to.version} and would go. Keys have neither values nor ids
        here.
      </Text>
      {opened && <DraftDiff from={to} to={draftIn(form)} />}
    </Dialog>
  );
}

/** As it would be kept; what is not valid yet is compared as it stands. */
function draftIn(form: DraftForm): IntegrationDraft {
  const values = form.getValues();
  const parsed = IntegrationDraft.safeParse(values);
  return parsed.success ? parsed.data : (values as IntegrationDraft);
}
