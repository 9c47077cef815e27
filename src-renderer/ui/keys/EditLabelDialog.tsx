import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { TextField } from '#renderer/ui/fields.tsx';
import { ownLabel } from './own-label.ts';

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
  const { control, handleSubmit } = useForm({
    defaultValues: { label },
    resolver: zodResolver(z.object({ label: ownLabel(others, 'key') })),
  });
  const change = handleSubmit(({ label: changed }) => {
    onChange(changed);
    onClose();
  });
  return (
    <DialogForm onSubmit={change} onClose={onClose} action="Change">
      <TextField control={control} name="label" label="Label" emptyIsValue data-autofocus />
    </DialogForm>
  );
}
