import { Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { useController } from 'react-hook-form';
import type { Integration } from '#shared/model/integration.ts';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { DeleteDialog } from './DeleteDialog.tsx';
import type { DraftForm } from './draft.ts';
import { useReasonAgainst } from './role.ts';

interface IntegrationHeadProps {
  readonly form: DraftForm;
  readonly base: Integration | null;
  /** What came of the last save. */
  readonly said: string;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  readonly isTesting: boolean;
  readonly onTest: () => void;
  readonly onSave: () => void;
}

export function IntegrationHead({
  form,
  base,
  said,
  isDirty,
  isSaving,
  isTesting,
  onTest,
  onSave,
}: IntegrationHeadProps) {
  const {
    field: { value: enabled, ...field },
  } = useController({ control: form.control, name: 'enabled' });
  const [deleting, setDeleting] = useState(false);
  const byRole = useReasonAgainst('designer');
  return (
    <PageHead
      title={base?.name ?? 'New integration'}
      beside={
        <>
          <Switch
            {...field}
            label="Enabled"
            onLabel="on"
            offLabel="off"
            checked={enabled !== false}
            styles={enabled === false ? { trackLabel: { color: 'var(--mantine-color-text)' } } : {}}
          />
          {base && (
            <>
              <Text c="dimmed">v{base.version}</Text>
              <ReasonedButton variant="subtle" color="red" reason={byRole} onClick={() => setDeleting(true)}>
                Delete
              </ReasonedButton>
            </>
          )}
        </>
      }
    >
      <Text role="status" size="xs" c="dimmed">
        {said === '' && isDirty ? 'Unsaved changes' : said}
      </Text>
      {base && (
        <>
          <ReasonedButton variant="default" reason={byRole} aria-expanded={isTesting} onClick={onTest}>
            Test
          </ReasonedButton>
          <DeleteDialog integration={base} opened={deleting} onClose={() => setDeleting(false)} />
        </>
      )}
      <ReasonedButton loading={isSaving} reason={byRole} onClick={onSave} title="Ctrl or Cmd and S">
        Save
      </ReasonedButton>
    </PageHead>
  );
}
