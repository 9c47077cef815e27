import { Button, Switch, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useController } from 'react-hook-form';
import type { Integration } from '#shared/model/integration.ts';
import { FieldsFor } from '#renderer/ui/OnlyRead.tsx';
import { ReasonedButton } from '#renderer/ui/ReasonedButton.tsx';
import { PageHead } from '#renderer/ui/PageHead.tsx';
import { DeleteDialog } from './DeleteDialog.tsx';
import type { DraftForm } from './draft.ts';
import { exportIntegration } from './export-integration.ts';
import { useReasonAgainst } from './role.ts';
import type { Said } from './use-said.ts';

interface IntegrationHeadProps {
  readonly form: DraftForm;
  readonly base: Integration | null;
  /** What came of the last save. */
  readonly said: Said;
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
  const exported = useMutation({ mutationFn: exportIntegration });
  const [deleting, setDeleting] = useState(false);
  const byRole = useReasonAgainst('designer');
  return (
    <PageHead
      title={base?.name ?? 'New integration'}
      beside={
        <>
          <FieldsFor reason={byRole}>
            <Switch
              {...field}
              label="Enabled"
              onLabel="on"
              offLabel="off"
              checked={enabled !== false}
              styles={enabled === false ? { trackLabel: { color: 'var(--mantine-color-text)' } } : {}}
            />
          </FieldsFor>
          {base && <Text c="dimmed">v{base.version}</Text>}
          <Text
            role="status"
            size="xs"
            c={exported.error || said.isFault ? 'var(--mantine-color-error)' : 'dimmed'}
          >
            {exported.error ? 'The export failed.' : ''}
            {said.words === '' && isDirty ? 'Unsaved changes' : said.words}
          </Text>
        </>
      }
    >
      {base && (
        <>
          <Button
            variant="subtle"
            color="gray"
            px="xs"
            title="As a file, as it was saved last, without secrets"
            onClick={() => exported.mutate(base)}
          >
            Export
          </Button>
          <ReasonedButton
            variant="subtle"
            color="red"
            px="xs"
            reason={byRole}
            onClick={() => setDeleting(true)}
          >
            Delete
          </ReasonedButton>
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
