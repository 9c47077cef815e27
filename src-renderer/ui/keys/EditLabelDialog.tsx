import { Button, Group } from '@mantine/core';
import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { ApiKeyDraft } from '#shared/model/api-key.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { TextField } from '#renderer/ui/fields.tsx';

interface EditLabelDialogProps {
  /** The label to change; null while the dialog is closed. */
  readonly label: string | null;
  readonly others: readonly string[];
  readonly onClose: () => void;
  readonly onChange: (label: string) => void;
}

export function EditLabelDialog({ label, onClose, ...rest }: EditLabelDialogProps) {
  return (
    <Dialog title="Edit label" opened={label !== null} onClose={onClose} size="sm">
      {label !== null && <LabelForm label={label} onClose={onClose} {...rest} />}
    </Dialog>
  );
}

function LabelForm({ label, others, onClose, onChange }: EditLabelDialogProps & { label: string }) {
  const form = useForm<{ label: string }>({
    defaultValues: { label },
    resolver: zodResolver(
      z.object({
        label: ApiKeyDraft.shape.label.refine(
          (text) => !others.includes(text),
          'Another key has this label.',
        ),
      }),
    ),
  });
  const change = form.handleSubmit(({ label: changed }) => {
    onChange(changed);
    onClose();
  });
  return (
    <form
      onSubmit={(event) => {
        event.stopPropagation();
        void change(event);
      }}
      noValidate
    >
      <TextField control={form.control} name="label" label="Label" emptyIsValue data-autofocus />
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit">Change</Button>
      </Group>
    </form>
  );
}
