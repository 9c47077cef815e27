import { zodResolver } from '@hookform/resolvers/zod';
import { Text } from '@mantine/core';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { NumberField, TextField } from '#renderer/ui/fields.tsx';
import { KeyText } from '#shared/model/api-key.ts';
import { makeKey } from './make-key.ts';

const usualDays = 7;
const mostDays = 365;
const wrongDays = `From 0 to ${mostDays} days.`;

/** Another value for a key, and for how long the one before works beside it. */
const Rotation = z.object({
  key: KeyText,
  overlapDays: z.number(wrongDays).min(0, wrongDays).max(mostDays, wrongDays),
});
export type Rotation = z.infer<typeof Rotation>;

interface RotateDialogProps {
  /** null while the dialog is closed. */
  readonly of: { readonly label: string } | null;
  /** What is said at the new value. */
  readonly description: string | undefined;
  /** It has the new value at once; else from the next save on. */
  readonly isLive: boolean;
  readonly onClose: () => void;
  readonly onRotate: (rotation: Rotation) => void;
}

export function RotateDialog({ of, ...rest }: RotateDialogProps) {
  return (
    <Dialog title={of === null ? 'Rotate' : `Rotate ${of.label}`} opened={of !== null} onClose={rest.onClose}>
      {of !== null && <RotateForm {...rest} />}
    </Dialog>
  );
}

function RotateForm({ description, isLive, onClose, onRotate }: Omit<RotateDialogProps, 'of'>) {
  const [made] = useState(makeKey);
  const { control, handleSubmit } = useForm({
    defaultValues: { key: made, overlapDays: usualDays },
    resolver: zodResolver(Rotation),
  });
  const rotate = handleSubmit((rotation) => {
    onRotate(rotation);
    onClose();
  });
  return (
    <DialogForm onSubmit={rotate} onClose={onClose} action="Rotate">
      <Text>
        The key has another value {isLive ? 'at once' : 'from the next save on'}. The value it has now goes on
        working for a while, so that its consumer can change over; one from an earlier rotation ends.
      </Text>
      <TextField
        control={control}
        name="key"
        label="New key"
        description={description}
        emptyIsValue
        make={makeKey}
      />
      <NumberField
        control={control}
        name="overlapDays"
        label="Days that both work"
        description="0: the value it has now ends at once."
        data-autofocus
      />
    </DialogForm>
  );
}
