import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { orpc } from '#renderer/app/queries.ts';
import { useKeyDescription } from '#renderer/app/use-key-description.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { DialogForm } from '#renderer/ui/DialogForm.tsx';
import { TextField } from '#renderer/ui/fields.tsx';
import { makeKey } from '#renderer/ui/keys/make-key.ts';
import { ownLabel } from '#renderer/ui/keys/own-label.ts';
import { KeyText } from '#shared/model/api-key.ts';

interface NewConsumerDialogProps {
  readonly opened: boolean;
  /** The labels that are taken. */
  readonly labels: readonly string[];
  readonly onClose: () => void;
}

export function NewConsumerDialog({ opened, ...rest }: NewConsumerDialogProps) {
  return (
    <Dialog title="New consumer" opened={opened} onClose={rest.onClose}>
      <NewConsumerForm {...rest} />
    </Dialog>
  );
}

function NewConsumerForm({ labels, onClose }: Omit<NewConsumerDialogProps, 'opened'>) {
  const queryClient = useQueryClient();
  const description = useKeyDescription();
  const { control, handleSubmit } = useForm({
    defaultValues: { label: '', key: '' },
    resolver: zodResolver(z.object({ label: ownLabel(labels, 'consumer'), key: KeyText })),
  });
  const creation = useMutation(
    orpc.consumers.create.mutationOptions({
      onSuccess: async () => {
        onClose();
        await queryClient.invalidateQueries({ queryKey: orpc.consumers.key() });
      },
    }),
  );
  const add = handleSubmit((draft) => creation.mutate({ draft }));
  return (
    <DialogForm onSubmit={add} onClose={onClose} action="Add" asking={creation}>
      <TextField
        control={control}
        name="label"
        label="Label"
        data-autofocus
        description="Who calls: a system or a partner. It stands in the log."
        emptyIsValue
      />
      <TextField
        control={control}
        name="key"
        label="Key"
        description={description}
        placeholder="Paste a key"
        emptyIsValue
        make={makeKey}
      />
    </DialogForm>
  );
}
